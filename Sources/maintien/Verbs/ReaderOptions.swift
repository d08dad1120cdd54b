import ArgumentParser

/// The options of a verb that can show names: the reader and the master key.
struct ReaderOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "The clerk, supervisor or auditor who reads, as the register names them; the access log names them too. Without it nobody is named.",
            valueName: "caller"))
    var reader: String?

    @Option(help: ArgumentHelp("With --as: the file of the vault's master key, 32 bytes.", valueName: "file"))
    var vaultKey: String?

    /// The settings of a database, with the master key of these options.
    func settings(of database: DatabaseOptions) async throws -> Settings {
        if vaultKey != nil, reader == nil { throw ValidationError("--vault-key is for names: say with --as who reads them.") }
        return try await database.settings(["vault.key": vaultKey])
    }
}
