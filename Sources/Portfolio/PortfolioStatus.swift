/// How far the projections follow the log.
public struct PortfolioStatus: Hashable, Sendable {
    /// Whether the projections follow the log.
    public enum State: Hashable, Sendable {
        /// Every event is projected.
        case current
        /// Some events are not projected yet.
        case behind
        /// Other rules or parameters made the projections: they are left as they are.
        case outdated
        /// The database does not answer, or the log is damaged.
        case failing
    }

    /// The log position up to which events are projected.
    public var position: Int64 = 0
    /// Whether the projections follow the log.
    public var state = State.current
}
