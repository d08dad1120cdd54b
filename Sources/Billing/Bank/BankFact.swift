public import CivilTime

/// A payment, a refund or a write-off, as the office learnt it.
public struct BankFact: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, CaseIterable, Sendable {
        /// Money came in.
        case payment
        /// A credit was paid back.
        case refund
        /// What is owed is given up.
        case writeOff
    }

    /// Whom it concerns.
    public enum Payer: Hashable, Sendable {
        /// An employer or an agent.
        case holder(AccountHolder)
        /// The bank, which credits a file of direct debits.
        case file(String)
    }

    /// The name of the scheme on whose accounts it stands.
    public let scheme: String
    /// What happened.
    public let kind: Kind
    /// Whom it concerns.
    public let payer: Payer
    /// The amount, above zero.
    public let amount: Money
    /// The day.
    public let on: Day
    /// The bank's or the office's reference.
    public let reference: String

    /// A fact; `nil` when the amount is not above zero, when there is no reference, or when a file is the payer of anything but a payment.
    public init?(_ kind: Kind, of scheme: String, payer: Payer, amount: Money, on day: Day, reference: String) {
        if case .file = payer, kind != .payment { return nil }
        guard amount > .zero, !reference.isEmpty else { return nil }
        self.scheme = scheme
        self.kind = kind
        self.payer = payer
        self.amount = amount
        on = day
        self.reference = reference
    }

    /// Checks the day of what the bank says, or of a return: it tells what happened. A file may be handed over ahead.
    ///
    /// - Parameters:
    ///   - first: the first day on which it can have happened.
    ///   - today: the day in Paris.
    /// - Throws: `bankFact.inFuture`, `bankFact.tooEarly`.
    public static func check(_ day: Day, from first: Day, today: Day) throws(BillingRefusal) {
        if day > today { throw BillingRefusal(.bankFactInFuture) }
        if day < first { throw BillingRefusal(.bankFactTooEarly) }
    }

    /// Checks that the fact can be recorded.
    ///
    /// - Parameters:
    ///   - balance: the balance of the payer's account; of a file, what the bank has not credited yet.
    ///   - isRecorded: whether a fact of this kind is recorded for this payer under this reference.
    /// - Throws: the first rule that is broken.
    public func check(balance: Money, isRecorded: Bool) throws(BillingRefusal) {
        switch kind {
        case .payment:
            if isRecorded { throw BillingRefusal(.paymentDuplicate) }
            if case .file = payer, amount > balance { throw BillingRefusal(.paymentExceedsFile) }
        case .refund:
            if isRecorded { throw BillingRefusal(.refundDuplicate) }
            if amount > .zero - balance { throw BillingRefusal(.refundExceedsCredit) }
        case .writeOff:
            if isRecorded { throw BillingRefusal(.writeOffDuplicate) }
            if amount > balance { throw BillingRefusal(.writeOffExceedsBalance) }
        }
    }
}
