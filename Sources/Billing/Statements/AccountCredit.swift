public import CivilTime

/// An account's credit: what its holder has paid beyond what is called.
public struct AccountCredit: Hashable, Sendable {
    /// Whose account it is.
    public let holder: AccountHolder
    /// The account's balance; a credit is negative.
    public let balance: Money
    /// The day on which the account came into credit.
    public let since: Day
    /// The last collection day of the holder's debits; `nil` without one.
    public let lastCollectionOn: Day?

    /// A credit.
    public init(holder: AccountHolder, balance: Money, since: Day, lastCollectionOn: Day? = nil) {
        self.holder = holder
        self.balance = balance
        self.since = since
        self.lastCollectionOn = lastCollectionOn
    }

    /// The day from which a clerk refunds the credit; `nil` when there is none, or when it is carried.
    ///
    /// An employer's at once. An agent's after `refundDays`, which begin anew with each collection: until then the debit could come back, and
    /// what is called next may use the credit up.
    public func refundableFrom(_ terms: MoneyTerms) -> Day? {
        if balance >= .zero { return nil }
        return switch holder {
        case .employer: terms.employerCredit == .refund ? since : nil
        case .agent:
            terms.agentCredit == .refund ? max(since, lastCollectionOn ?? since).adding(days: terms.refundDays) : nil
        }
    }
}
