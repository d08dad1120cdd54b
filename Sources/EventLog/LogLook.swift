import FoundationEssentials
import Postgres

/// What a process needs to know of the log before it decides on commands.
public struct LogLook<Told: Sendable>: Sendable {
    /// The tail of the log, with the histories that were asked for.
    public let tail: LogTail<Told>
    /// What was answered to those of the keys that are known.
    public let answers: [String: KeptAnswer]
    /// The log's clock.
    public let clock: LogClock
}
