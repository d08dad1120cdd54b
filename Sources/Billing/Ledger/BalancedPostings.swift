import CivilTime

/// Postings that add up to zero. No value of this type does not: the last account takes what balances the others.
public struct BalancedPostings: Hashable, Sendable {
    /// The postings, none of them zero.
    public let postings: [Posting]

    /// Postings that were entered before; `nil` when they do not add up to zero, or when one of them is zero.
    public init?(_ postings: [Posting]) {
        guard !postings.isEmpty, !postings.contains(where: { $0.amount == .zero }),
            postings.reduce(Money.zero, { $0 + $1.amount }) == .zero
        else { return nil }
        self.postings = postings
    }

    /// These amounts, and on `account` what balances them; `nil` when nothing moves.
    public init?(_ amounts: [Posting], against account: LedgerAccount) {
        let sum = amounts.reduce(Money.zero) { $0 + $1.amount }
        let postings = (amounts + [Posting(account, .zero - sum)]).filter { $0.amount != .zero }
        if postings.isEmpty { return nil }
        self.postings = postings
    }
}
