import ArgumentParser

/// The options of questions on a standby.
struct StandbyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A standby of the database: it answers questions about contracts while its log is not older than --max-staleness.",
            valueName: "url"))
    var readDatabase: String?

    @Option(
        help: ArgumentHelp("How old an answer of the standby may be (default: 2s; 1s to 300s).", valueName: "seconds"))
    var maxStaleness: String?

    /// The flags by their settings' keys.
    var flags: [String: String?] { ["readDatabase": readDatabase, "maxStaleness": maxStaleness] }
}

extension Settings {
    /// How old an answer of a standby may be.
    ///
    /// - Throws: when the setting is not 1s to 300s.
    func maxStaleness() throws -> Duration {
        guard let text = text("maxStaleness") else { return .seconds(2) }
        guard text.hasSuffix("s"), let seconds = Int(text.dropLast()), 1...300 ~= seconds else {
            throw ValidationError("maxStaleness is \(text): 1s to 300s is expected.")
        }
        return .seconds(seconds)
    }
}
