public import CivilTime
public import Contracts

/// What of the worklist is asked for.
public struct WorkFilter: Hashable, Sendable {
    /// A kind of work: something that waits in a contract, or a pair of people who may be one.
    public enum Kind: Hashable, Sendable, CaseIterable, LosslessStringConvertible {
        /// A deadline of a contract.
        case deadline(WorkKind)
        /// Two people who may be one and the same.
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

    /// Only what is of this kind.
    public var kind: Kind?
    /// Only what falls due on this day or before.
    public var dueThrough: Day?
    /// Only contracts whose employer this is on the day on which deadlines are judged.
    public var employer: String?

    /// What passes all that is given.
    public init(kind: Kind? = nil, dueThrough: Day? = nil, employer: String? = nil) {
        self.kind = kind
        self.dueThrough = dueThrough
        self.employer = employer
    }
}
