/// How the projections stand to the log.
public struct PortfolioStatus: Hashable, Sendable {
    /// How they follow.
    public enum State: Hashable, Sendable {
        /// All there was is in.
        case current
        /// There is more to take in.
        case behind
        /// They were made by other rules or parameters, and are left as they are.
        case outdated
        /// The database does not answer, or the log is damaged.
        case failing
    }

    /// The log's position up to which they hold what it says.
    public var position: Int64 = 0
    /// How they follow.
    public var state = State.current
}
