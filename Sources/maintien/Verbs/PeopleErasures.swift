import ArgumentParser
import Postgres

/// The verb `people erasures`: writes the register of erasures to a file, for a recovery.
struct PeopleErasures: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erasures", abstract: "Write the register of erasures, to keep it elsewhere than the database.",
        discussion: """
            A line for each person who was erased: the contract, who, when, by which caller, and a hash that covers the lines before. No names. \
            `maintien recover --erasures` erases these people again in a restored backup. `maintien seal` writes the register too, beside its seals. A login \
            with the role maintien_auditor is enough.
            """)

    @OptionGroup var options: DatabaseOptions

    @Option(help: ArgumentHelp("The file to replace (default: standard output).", valueName: "file"))
    var to: String?

    func run() async throws {
        let store = try await Store.forQuestions(options.settings())
        let content = try await store.proving { log, _, _ in try await log.withSession { try ErasureRegisterFile.Content(in: $0) } }
        guard let to else { return print(ErasureRegisterFile.text(content), terminator: "") }
        try ErasureRegisterFile(path: to).write(content)
        print("Erasures in \(to): \(content.entries.count).")
    }
}
