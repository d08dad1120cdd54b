public import CivilTime
public import Contracts

/// A filter on the worklist.
public struct WorkFilter: Hashable, Sendable {
    /// A kind of work: a contract's deadline, or two people who may be the same person.
    public enum Kind: Hashable, Sendable, CaseIterable, LosslessStringConvertible {
        /// A deadline of a contract.
        case deadline(WorkKind)
        /// Two people who may be the same person.
        case possibleDuplicate

        /// The kinds of deadlines, then pairs of people.
        public static let allCases = WorkKind.allCases.map { Kind.deadline($0) } + [.possibleDuplicate]

        /// Reads a name of the interface: `proofOverdue`, `possibleDuplicate`.
        public init?(_ text: String) {
            if text == PortfolioQuestion.possibleDuplicate {
                self = .possibleDuplicate
            } else {
                guard let kind = WorkKind(rawValue: text) else { return nil }
                self = .deadline(kind)
            }
        }

        /// The name in the interface.
        public var description: String {
            switch self {
            case .deadline(let kind): kind.rawValue
            case .possibleDuplicate: PortfolioQuestion.possibleDuplicate
            }
        }
    }

    /// Keeps only work of this kind.
    public var kind: Kind?
    /// Keeps only work that is due on this day or before.
    public var dueThrough: Day?
    /// Keeps only contracts that have this employer on the day on which deadlines are judged.
    public var employer: String?

    /// A filter; `nil` filters nothing.
    public init(kind: Kind? = nil, dueThrough: Day? = nil, employer: String? = nil) {
        self.kind = kind
        self.dueThrough = dueThrough
        self.employer = employer
    }
}
