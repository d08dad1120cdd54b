public import CivilTime

/// A line of a bank file that names no debit and no file of debits. A clerk finds out what it is.
public struct UnmatchedBankLine: Hashable, Sendable {
    /// The identifier from end to end, if the bank gives one.
    public let endToEndId: String?
    /// The bank's reference of the entry; `nil` without one.
    public let reference: String?
    /// The amount in euros: above zero if money came in; `nil` when the bank tells none, or another currency.
    public let amount: Money?
    /// The day; `nil` when the bank tells none.
    public let on: Day?

    /// A line.
    public init(endToEndId: String?, reference: String?, amount: Money?, on day: Day?) {
        self.endToEndId = endToEndId
        self.reference = reference
        self.amount = amount
        on = day
    }
}
