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

    /// What an entry does to a payer's account.
    ///
    /// - Parameters:
    ///   - amount: the sum of the entry's postings on the account.
    ///   - source: what the entry records.
    ///   - day: the day on which it counts.
    public init(_ amount: Money, from source: LedgerSource, on day: Day) {
        on = day
        self.amount = amount
        kind =
            switch source {
            case .run: .called
            case .presentation: .debited
            case .withdrawal, .debitReturn: .returned
            case .bankFact(.payment, _): .paid
            case .bankFact(.refund, _): .refunded
            case .bankFact(.writeOff, _): .writtenOff
            }
    }
}
