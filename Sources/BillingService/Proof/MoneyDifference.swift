/// Something of runs or of the bank's facts that is not what the log says.
public struct MoneyDifference: Hashable, Sendable {
    /// What is wrong.
    public enum What: String, CaseIterable, Sendable {
        /// The rows are not those that the event says.
        case rows
        /// A table has rows that no event makes.
        case stray
        /// The facts and the rules do not give the rows, though these are the ones that the event says.
        case facts
        /// The facts and the rules do not give the sums that the event says.
        case sums
        /// The event cannot be read.
        case event
    }

    /// What is wrong.
    public let what: What
    /// The run, if it is one's.
    public let run: Int?
    /// The position of the event: of a run, its completion; `nil` for rows that no event makes.
    public let position: Int64?
    /// The table of the rows; `nil` for sums, and for an event that cannot be read.
    public let table: String?

    /// The difference as a sentence.
    public var words: String {
        let place =
            if let run, let position {
                "Run \(run), complete at position \(position)"
            } else {
                position.map { "The event at position \($0)" } ?? "The log"
            }
        return switch what {
        case .rows: "\(place): its rows in billing.\(table ?? "") are not those that the event says."
        case .stray: "\(place): billing.\(table ?? "") has rows that no event makes."
        case .facts: "\(place): the facts and the rules of this release do not give its rows in billing.\(table ?? "")."
        case .sums: "\(place): the facts and the rules of this release do not give the sums of its event."
        case .event: "\(place): it cannot be read."
        }
    }
}
