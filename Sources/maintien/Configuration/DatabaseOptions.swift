import ArgumentParser

/// The options that name the database of the log.
struct DatabaseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The PostgreSQL (15 or later) that holds the log. Without it, a private one in --data.", valueName: "url"))
    var database: String?

    @Option(
        help: ArgumentHelp(
            "The directory of the private PostgreSQL and of the vault's master key (default: .maintien; for root in a directory that PostgreSQL cannot reach, one in /var/lib/maintien).",
            valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("A scheme's file; again for each (default: those that come with the program).", valueName: "file"))
    var scheme: [String] = []

    @Option(help: ArgumentHelp("A JSON file of settings.", valueName: "file"))
    var config: String?

    /// Settings from these options and from `flags`, then environment, then file. Prints warnings unless the verb logs them.
    func settings(_ flags: [String: String?] = [:], showingWarnings: Bool = true) async throws -> Settings {
        let own = ["database": database, "data": data, "scheme": scheme.isEmpty ? nil : scheme.joined(separator: ",")]
        let settings = try await Settings(flags: own.merging(flags) { $1 }, file: config)
        if showingWarnings { for warning in settings.warnings { Terminal.note("Warning: \(warning)") } }
        return settings
    }
}
