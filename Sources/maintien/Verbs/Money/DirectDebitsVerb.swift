import Access
import ArgumentParser
import BillingService

/// The verb `direct-debits`: a file of direct debits as the bank reads it.
struct DirectDebitsVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "direct-debits", abstract: "A file of direct debits as the bank reads it, a pain.008, to standard output.",
        discussion: """
            It names people and their accounts: --as says which supervisor takes it, and the access log tells of it before anything is written. Names and accounts come from \
            the vault, by the key beside the private PostgreSQL or that of --vault-key.
            """)

    @Argument(help: ArgumentHelp("The file, such as R000004F001.", valueName: "file")) var file: String
    @ArgumentParser.Option(
        name: .customLong("as"), help: ArgumentHelp("The supervisor who takes it, as the register names them.", valueName: "caller"))
    var supervisor: String
    @ArgumentParser.Option(help: ArgumentHelp("The file of the vault's master key, 32 bytes.", valueName: "file")) var vaultKey: String?
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let settings = try await database.settings(["vault.key": vaultKey])
        try await MoneyDesk.use(settings) { desk in
            let caller = try await desk.supervisor(supervisor)
            let (count, text) = try await desk.runs.paymentFile(file, knownAt: nil)
            // As of a list, the number of people is recorded.
            try await desk.record(Reading(by: caller, .search, fields: ["directDebitFile"], found: count, trace: nil))
            try await Terminal.write(text)
        }
    }
}
