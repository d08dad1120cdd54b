import ArgumentParser

/// The service.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve contracts over HTTP.",
        discussion: """
            Without --database it starts and owns a private PostgreSQL in --data, durable, on a Unix socket only, and stops it on SIGTERM.
            With --database it serves any PostgreSQL 15 or later that `maintien migrate` has prepared; its login needs the role maintien_service.

            Names and bank details are encrypted under the master key in the file --vault-key (made in --data when there is none there).
            Keep a copy of it elsewhere: without it they are lost.
            """)

    @OptionGroup var serving: ServeOptions
    @OptionGroup var database: DatabaseOptions
    @Option(help: ArgumentHelp("The file of the vault's master key, 32 bytes.", valueName: "file")) var vaultKey: String?

    func run() async throws {
        try await Serving.serve(database.settings(serving.flags.merging(["vault.key": vaultKey]) { $1 }))
    }
}
