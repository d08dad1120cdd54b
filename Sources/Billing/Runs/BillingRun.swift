public import CivilTime

/// A run: a recorded fact of one scheme, never edited. It uses the facts recorded up to its position in the log, and none later.
public struct BillingRun: Hashable, Sendable {
    /// What a run does.
    public enum Kind: Hashable, Sendable {
        /// States what another system called: lines that count as called, without statement, debit or entry.
        case opening
        /// Calls a month, and adjusts earlier ones.
        case regular
        /// Adjusts.
        case catchUp
        /// Adjusts, and shuts the books through the end of a month.
        case closing(through: Month)
        /// Takes back the run with this number.
        case cancelling(run: Int)

        /// Whether it is an opening.
        public var isOpening: Bool { self == .opening }

        /// The number of the run that it takes back; `nil` for other kinds.
        public var cancels: Int? { if case .cancelling(let run) = self { run } else { nil } }

        /// Whether the run calls or adjusts, and then presents debits. An opening only states, and a cancelling run takes back.
        public var presentsDebits: Bool {
            switch self {
            case .regular, .catchUp, .closing: true
            case .opening, .cancelling: false
            }
        }
    }

    /// The name of the scheme whose months it calls.
    public let scheme: String
    /// Its number: 1, 2, 3 … over all schemes.
    public let number: Int
    /// What it does.
    public let kind: Kind
    /// The last month called, with this run; `nil` when a cancelling run leaves none.
    public let month: Month?
    /// The instant at which it was accepted: the facts known then count.
    public let knownAt: Instant
    /// The end of the log at that instant.
    public let position: Int64

    /// A run.
    public init(scheme: String, number: Int, kind: Kind, month: Month?, knownAt: Instant, position: Int64) {
        self.scheme = scheme
        self.number = number
        self.kind = kind
        self.month = month
        self.knownAt = knownAt
        self.position = position
    }

    /// The Paris day on which it was accepted.
    public var asOf: Day { knownAt.parisDay }

    /// Its name in identifiers and papers: `R000004`.
    public var name: String { BillingRun.name(number) }

    /// The name of the run with a number.
    public static func name(_ number: Int) -> String { "R" + number.padded(6) }
}

extension Int {
    /// The digits of a number that is not negative, with leading zeros up to a width.
    func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}
