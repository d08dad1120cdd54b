public import CivilTime

/// A direct debit that came back, as the bank says.
public struct DebitReturn: Hashable, Sendable {
    /// How it came back (EPC016-06).
    public enum Kind: String, CaseIterable, Sendable {
        /// The bank did not take it.
        case reject
        /// The debtor refused it before it was settled.
        case refusal
        /// The debtor's bank sent it back after it was settled.
        case `return`
        /// The debtor asked for the money back.
        case refund
        /// The creditor gave the money back.
        case reversal

        /// Whether the bank had credited the amount before it came back.
        public var isAfterSettlement: Bool {
            switch self {
            case .reject, .refusal: false
            case .return, .refund, .reversal: true
            }
        }
    }

    /// How it came back.
    public let kind: Kind
    /// The bank's reason, such as `AM04`.
    public let reason: String
    /// The day.
    public let on: Day

    /// A return.
    public init(kind: Kind, reason: String, on day: Day) {
        self.kind = kind
        self.reason = reason
        on = day
    }

    /// The first day on which a debit can come back in this way.
    ///
    /// - Parameter run: the day of the run that presented the debit.
    public func firstDay(collectionOn: Day, run: Day) -> Day { kind.isAfterSettlement ? collectionOn : run }

    /// Checks that a debit can come back. A debit of a withdrawn file can once the bank has credited the file.
    ///
    /// - Parameter debit: what became of the debit; `nil` when there is no such debit.
    /// - Throws: `directDebit.unknown`, `directDebit.alreadyReturned`.
    public static func check(_ debit: PastDebit.Outcome?) throws(BillingRefusal) {
        switch debit {
        case .presented: break
        case .withdrawn, .returned: throw BillingRefusal(.directDebitAlreadyReturned)
        case nil: throw BillingRefusal(.directDebitUnknown)
        }
    }
}
