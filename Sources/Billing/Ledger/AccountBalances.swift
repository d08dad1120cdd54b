public import CivilTime

/// The balances of accounts: the sums of their postings.
public struct AccountBalances: Hashable, Sendable {
    private var sums: [LedgerAccount: Money] = [:]

    /// No account has a balance.
    public init() {}

    /// Adds an entry's postings.
    public mutating func take(_ entry: LedgerEntry) {
        for posting in entry.postings { take(posting) }
    }

    /// Adds an amount, as one posting or the sum of several.
    public mutating func take(_ posting: Posting) {
        let sum = sums[posting.account, default: .zero] + posting.amount
        sums[posting.account] = sum == .zero ? nil : sum
    }

    /// The balance of an account.
    public subscript(account: LedgerAccount) -> Money { sums[account] ?? .zero }

    /// The balance of a payer's account; positive when they owe.
    public subscript(holder: AccountHolder) -> Money { self[.receivable(holder)] }

    /// The accounts with a balance, by name.
    public var all: [Posting] { sums.map { Posting($0.key, $0.value) }.sorted { $0.account.name < $1.account.name } }
}
