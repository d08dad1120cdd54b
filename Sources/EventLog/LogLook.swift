import FoundationEssentials

/// What a process reads from the log before it decides on commands.
public struct LogLook<Told: Sendable>: Sendable {
    /// The tail of the log, with the requested histories.
    public let tail: LogTail<Told>
    /// The kept answers of those keys that are known.
    public let answers: [String: KeptAnswer]
    /// The log's clock.
    public let clock: LogClock
}
