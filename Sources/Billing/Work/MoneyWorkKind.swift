/// A kind of work about money on a clerk's worklist.
public enum MoneyWorkKind: String, CaseIterable, Sendable {
    /// What an agent owes is not debited.
    case directDebitHeld
    /// An account is in credit, and the scheme refunds credits.
    case creditToRefund
    /// An employer has not paid a statement in time.
    case statementUnpaid
    /// The latest run states an amount that it does not call, because its time is over.
    case amountPrescribed
    /// A file of direct debits is to be handed over to the bank.
    case handOverDue
    /// Nothing was recorded of a line of a bank's file.
    case bankLineUnmatched

    /// The rule by which it waits.
    public var rule: BillingRule {
        switch self {
        case .directDebitHeld: .directDebitHeld
        case .creditToRefund: .creditToRefund
        case .statementUnpaid: .statementUnpaid
        case .amountPrescribed: .prescription
        case .handOverDue: .fileToHandOver
        case .bankLineUnmatched: .bankLineUnmatched
        }
    }
}
