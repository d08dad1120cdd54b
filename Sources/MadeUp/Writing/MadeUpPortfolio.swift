public import CivilTime

/// Writes a portfolio of made-up contracts into a log.
public enum MadeUpPortfolio {
    /// Why a portfolio is not written, or not completely.
    public enum Failure: Error, Hashable, Sendable {
        /// The log already holds this many events.
        case logNotEmpty(events: Int)
        /// The task was cancelled. At least this many events are recorded, and stay.
        case interrupted(events: Int)
        /// Another process appended to the log meanwhile.
        case notAlone
    }

    /// The progress of writing.
    public enum Progress: Hashable, Sendable {
        /// The number of lives made, of all lives.
        case made(Int, of: Int)
        /// The number of events recorded, of all events.
        case recorded(Int, of: Int)
    }

    /// The result of writing.
    public struct Summary: Sendable {
        /// The number of contracts.
        public let contracts: Int
        /// The number of events.
        public let events: Int
        /// The number of events by type, with the log's names.
        public let eventsByType: [String: Int]
        /// The number of told facts that were not recorded.
        public let dropped: Int
        /// The instants of the first and of the last event.
        public let recorded: ClosedRange<Instant>
    }
}
