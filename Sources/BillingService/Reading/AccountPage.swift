public import Billing
public import CivilTime

/// Some movements of an account, the latest first, and its balance.
public struct AccountPage: Sendable {
    /// A movement, with what it records and the balance behind it.
    public struct Item: Hashable, Sendable {
        /// What happened.
        public let movement: AccountMovement
        /// What the entry records: a run, a file, a debit or a payment.
        public let source: LedgerSource
        /// The month that it is about; `nil` when it is about none.
        public let month: Month?
        /// The balance after it.
        public let balance: Money
    }

    /// The balance of the account; positive when its holder owes.
    public let balance: Money
    /// The movements, the latest first.
    public let items: [Item]
    /// The cursor of the next page; `nil` on the last one.
    public let next: String?
}
