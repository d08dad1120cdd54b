import Access
import ArgumentParser
import BillingService
import JSON
import SystemPackage

/// The verb `bank-file`: records what a bank's file says.
struct BankFileVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank-file", abstract: "Record what a bank's file says: debits that came back, and files that were credited.",
        discussion: """
            FILE is a pain.002 (.001.03, .001.12) or a camt.054 (.001.02, .001.08); - is standard input. All of it is recorded in one transaction, or nothing. What was \
            recorded before is not recorded again, so the same file can be given again.

            Lines that name no debit and no file of ours, and those that a rule refuses, are listed: a clerk finds out what they are.

            Exit status 0 when every line was recorded, now or before; 1 when some are listed; 2 when the file cannot be read or recorded.
            """)

    @Argument(help: ArgumentHelp("The bank's file.", valueName: "file")) var file: String
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("The clerk or supervisor who tells it, as the register names them.", valueName: "caller"))
    var clerk: String
    @Flag(help: "The answer as the HTTP interface gives it.") var json = false
    @Option(help: ArgumentHelp("The file of the vault's master key, 32 bytes.", valueName: "file")) var vaultKey: String?
    @OptionGroup var database: DatabaseOptions

    /// How many bytes are read at a time.
    private static let piece = 1 << 16

    func run() async throws {
        let source: FileDescriptor
        do { source = file == "-" ? .standardInput : try FileDescriptor.open(FilePath(file), .readOnly) } catch {
            throw VerbTrouble("The file \(file) cannot be read.")
        }
        defer { if file != "-" { try? source.close() } }
        let settings = try await database.settings(["vault.key": vaultKey])
        let answer = try await MoneyDesk.use(settings) { desk in
            let caller = try await desk.caller(clerk, inOneOf: [.clerk, .supervisor])
            return try await desk.runs.record(
                bankFile: {
                    try [UInt8](unsafeUninitializedCapacity: Self.piece) { buffer, count in
                        count = try source.read(into: UnsafeMutableRawBufferPointer(buffer))
                    }
                }, by: BankCaller(caller.id)
            ).json
        }
        let unmatched = answer[member: "unmatched"].elements
        if json {
            print(JSON.text(answer))
        } else {
            print(
                "Message \(answer[member: "messageId"].cell). Recorded: \(answer[member: "recorded"].cell). Recorded before: \(answer[member: "repeated"].cell)"
            )
            if !unmatched.isEmpty {
                let rows = unmatched.map { line in
                    line.cells(["endToEndId", "file", "reference"]) + [line[member: "amountCents"].euros] + line.cells(["on", "rule"])
                }
                print("\nNot recorded: \(unmatched.count)\n")
                print(Terminal.table(["debit", "file", "reference", "amount", "on", "rule"], rows))
            }
        }
        if !unmatched.isEmpty { throw ExitCode(1) }
    }
}
