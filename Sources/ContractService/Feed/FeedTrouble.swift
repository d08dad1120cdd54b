/// Why a consumer cannot get the next events.
public enum FeedTrouble: Error, Hashable, Sendable {
    /// The consumer's position is beyond the log's end at `head`: this is an older backup, or another log.
    case ahead(after: Int64, head: Int64)
    /// The next event, at this position, is missing, although the log continues or its head says so.
    case missing(position: Int64)
    /// The consumer's history belongs to another log, or to this log before a backup was restored.
    /// The log's incarnation is given; it began when the log ended at `begunAfter`.
    case otherIncarnation(Int, begunAfter: Int64)
}
