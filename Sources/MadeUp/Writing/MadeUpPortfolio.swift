public import CivilTime

/// A portfolio of made-up contracts, on its way into a log.
public enum MadeUpPortfolio {
    /// Why a portfolio is not written, or not to its end.
    public enum Failure: Error, Hashable, Sendable {
        /// The log holds so many events already.
        case logNotEmpty(events: Int)
        /// The task was cancelled when at least so many events were recorded: they stay.
        case interrupted(events: Int)
        /// Somebody else appended to the log meanwhile.
        case notAlone
    }

    /// How far it has come.
    public enum Progress: Hashable, Sendable {
        /// So many lives are made, of all.
        case made(Int, of: Int)
        /// So many events are recorded, of all.
        case recorded(Int, of: Int)
    }

    /// What was written.
    public struct Summary: Sendable {
        /// The contracts.
        public let contracts: Int
        /// The events.
        public let events: Int
        /// The events by type, as the log names it.
        public let eventsByType: [String: Int]
        /// The facts that were told, and that a rule refused.
        public let dropped: Int
        /// The instants of the first and of the last event.
        public let recorded: ClosedRange<Instant>
    }
}
