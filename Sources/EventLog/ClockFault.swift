/// Why a clock prevents recording.
public enum ClockFault: Error, Hashable, Sendable {
    /// The clock of this process is ahead of the log's clock; behind it if negative.
    case differs(microseconds: Int64)
    /// The log's last event is this far in the future.
    case logEndsInFuture(microseconds: Int64)
}
