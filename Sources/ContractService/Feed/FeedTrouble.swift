/// Why a consumer cannot be given what follows.
public enum FeedTrouble: Error, Hashable, Sendable {
    /// The consumer has come further than the log, which ends at `head`: this is an older backup of it, or another log.
    case ahead(after: Int64, head: Int64)
    /// The event at this position, the next one, is not there, though the log goes on or says that it does.
    case missing(position: Int64)
    /// The consumer was given another history: that of another log, or of this one before a backup was restored. The log is in this incarnation,
    /// which began when it ended at `begunAfter`.
    case otherIncarnation(Int, begunAfter: Int64)
}
