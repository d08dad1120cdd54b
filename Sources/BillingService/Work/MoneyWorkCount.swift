public import Billing
import CivilTime

/// How many lines of work about money wait, of one kind.
public struct MoneyWorkCount: Hashable, Sendable {
    /// The kind.
    public let kind: MoneyWorkKind
    /// How many lines there are.
    public internal(set) var lines: Int
    /// How many of them are overdue.
    public internal(set) var overdue: Int

    /// Counts lines that are due on one day.
    init(_ kind: MoneyWorkKind, lines: Int, dueOn: Day, on today: Day) {
        self.init(kind, lines: lines, overdue: dueOn < today ? lines : 0)
    }

    /// A number of lines.
    public init(_ kind: MoneyWorkKind, lines: Int = 0, overdue: Int = 0) {
        self.kind = kind
        self.lines = lines
        self.overdue = overdue
    }
}
