public import CivilTime

/// An amount on an account of the ledger.
public struct Posting: Hashable, Sendable {
    /// The account.
    public let account: LedgerAccount
    /// The amount: a debit is above zero, a credit below.
    public let amount: Money

    /// An amount on an account.
    public init(_ account: LedgerAccount, _ amount: Money) {
        self.account = account
        self.amount = amount
    }
}
