import ArgumentParser

/// The verb `serve`: runs the service.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve contracts over HTTP.",
        discussion: """
            Without --database it starts and owns a private PostgreSQL in --data, durable, on a Unix socket only, and stops it on SIGTERM.
            With --database it serves any PostgreSQL 15 or later that `maintien migrate` has prepared, as a login that is a member of the role
            maintien_service and owns nothing. A database on another machine needs sslmode=verify-full in its URL.

            Names and bank details are encrypted under the master key in the file --vault-key (made in --data when there is none there).
            Keep a copy of it elsewhere: without it they are lost. Files that hold secrets must be readable by their owner only.

            SIGTERM and SIGINT end it. SIGHUP reads the certificate anew. SIGUSR1 prints a link that signs a browser in, once, for 60 seconds.

            Settings in the JSON file of --config, where tls.certificate is {"tls": {"certificate": …}}, and in the environment:
            \(Setting.list)
            """)

    @OptionGroup var serving: ServeOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var standby: StandbyOptions
    @OptionGroup var limits: LimitOptions
    @Option(help: ArgumentHelp("The file of the vault's master key, 32 bytes.", valueName: "file")) var vaultKey: String?

    func run() async throws {
        let flags = serving.flags.merging(limits.flags) { $1 }.merging(standby.flags) { $1 }.merging(["vault.key": vaultKey]) { $1 }
        try await Serving.serve(database.settings(flags, showingWarnings: false))
    }
}
