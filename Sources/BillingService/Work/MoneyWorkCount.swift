public import Billing

/// How many lines of work about money wait, of one kind.
public struct MoneyWorkCount: Hashable, Sendable {
    /// The kind.
    public let kind: MoneyWorkKind
    /// How many lines there are.
    public internal(set) var lines: Int
    /// How many of them are overdue.
    public internal(set) var overdue: Int

    /// A number of lines.
    public init(_ kind: MoneyWorkKind, lines: Int = 0, overdue: Int = 0) {
        self.kind = kind
        self.lines = lines
        self.overdue = overdue
    }
}
