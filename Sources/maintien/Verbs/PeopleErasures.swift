import ArgumentParser
import EventLog
import Postgres
import Vault

/// The verb `people erasures`: writes the register of erasures to a file, for a recovery.
struct PeopleErasures: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erasures", abstract: "Write the register of erasures, to keep it elsewhere than the database.",
        discussion: """
            A line for each person who was erased: the contract, who, when, by which caller, and a hash that covers the lines before. No names. \
            Write it after each erasure, or each hour, to another machine: `maintien recover --erasures` erases these people again in a restored backup.
            """)

    @OptionGroup var options: DatabaseOptions

    @Option(help: ArgumentHelp("The file to replace (default: standard output).", valueName: "file"))
    var to: String?

    func run() async throws {
        let store = try await Store.forQuestions(options.settings())
        let content = try await store.use(store.service.readOnly) { database in
            try await database.withSession { session in
                ErasureRegisterFile.Content(log: try EventLog.identity(in: session).id, entries: try ErasureEntry.all(in: session))
            }
        }
        guard let to else { return print(ErasureRegisterFile.text(content), terminator: "") }
        try ErasureRegisterFile(path: to).write(content)
        print("Erasures in \(to): \(content.entries.count).")
    }
}
