import Postgres

/// Why nothing can be recorded by the time that it is.
public enum ClockFault: Error, Hashable, Sendable {
    /// The clock of this process is ahead of the log's by so much, or behind it where this is negative.
    case differs(microseconds: Int64)
    /// The log ends so far in the future.
    case logEndsInFuture(microseconds: Int64)
}
