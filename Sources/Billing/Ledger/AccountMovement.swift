public import CivilTime

/// An entry as a payer sees it on their account.
public struct AccountMovement: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, CaseIterable, Sendable {
        case called, debited, returned, paid, refunded, writtenOff
    }

    /// The day.
    public let on: Day
    /// What happened.
    public let kind: Kind
    /// The amount; positive when the payer owes it.
    public let amount: Money

    /// What an entry does to a payer's account; `nil` when it does nothing.
    public init?(_ entry: LedgerEntry, on account: AccountHolder) {
        let amount = entry.postings.reduce(Money.zero) { $1.account == .receivable(account) ? $0 + $1.amount : $0 }
        if amount == .zero { return nil }
        on = entry.on
        self.amount = amount
        kind =
            switch entry.draft.source {
            case .run: .called
            case .presentation: .debited
            case .withdrawal, .debitReturn: .returned
            case .bankFact(.payment, _): .paid
            case .bankFact(.refund, _): .refunded
            case .bankFact(.writeOff, _): .writtenOff
            }
    }
}
