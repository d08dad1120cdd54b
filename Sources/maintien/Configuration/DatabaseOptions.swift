import ArgumentParser

/// Where the log is.
struct DatabaseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The PostgreSQL (15 or later) that holds the log. Without it, a private one in --data.", valueName: "url"))
    var database: String?

    @Option(
        help: ArgumentHelp("The directory of the private PostgreSQL and of the vault's master key (default: .maintien).", valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("A scheme's file; again for each (default: those that come with the program).", valueName: "file"))
    var scheme: [String] = []

    @Option(help: ArgumentHelp("A JSON file of settings.", valueName: "file"))
    var config: String?

    /// These options, and more flags by their keys, over environment and file.
    func settings(_ flags: [String: String?] = [:]) async throws -> Settings {
        let own = ["database": database, "data": data, "scheme": scheme.isEmpty ? nil : scheme.joined(separator: ",")]
        return try await Settings(flags: own.merging(flags) { $1 }, file: config)
    }
}
