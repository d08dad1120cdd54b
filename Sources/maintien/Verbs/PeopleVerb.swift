import ArgumentParser
import ContractService
import JSON
import Postgres

/// The verb `people`: maintains the vault's data on people.
struct PeopleVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people", abstract: "Work on what is kept of people.",
        subcommands: [Reindex.self, PeoplePurge.self, PeopleErasures.self])

    /// Builds the index for searching people.
    struct Reindex: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the index by which people are found.",
            discussion: """
                What was kept before there was an index is indexed; with --all everything is, anew. Services may run meanwhile. It goes on where it was \
                interrupted, but for --all, which begins again. The index holds no name and no number: only codes that nobody can make without \
                the vault's master key.
                """)

        @OptionGroup var options: DatabaseOptions

        @Option(help: ArgumentHelp("The file of the vault's master key, 32 bytes.", valueName: "file"))
        var vaultKey: String?

        @Flag(help: "Index again what is indexed already.")
        var all = false

        @Flag(help: "One JSON object instead of words.")
        var json = false

        func run() async throws {
            let settings = try await options.settings(["vault.key": vaultKey])
            let store = try await Import.store(settings)
            let count = try await store.use(store.service.withoutLimits) { database in
                let vault = try await Import.vault(settings, of: store, in: database)
                let meter = Meter(isQuiet: json)
                defer { meter.end() }
                return try await PeopleIndex(database: database, vault: vault).fill(all: all) { done, count in
                    meter.show("records indexed", done, of: count)
                }
            }
            print(json ? JSON.text(["indexed": JSON(count)]) : "Records indexed: \(count).")
        }
    }
}
