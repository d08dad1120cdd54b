public import CivilTime

/// A number of debits, and the sum of their amounts.
public struct DebitSum: Hashable, Sendable {
    /// How many.
    public private(set) var count: Int
    /// Their sum.
    public private(set) var amount: Money

    /// A number of debits, and their sum.
    public init(count: Int = 0, amount: Money = .zero) {
        self.count = count
        self.amount = amount
    }

    /// Counts a debit.
    public mutating func add(_ amount: Money) {
        count += 1
        self.amount += amount
    }
}
