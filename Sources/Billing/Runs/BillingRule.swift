/// A rule of money, which decides an amount, refuses a run or a bank's fact, or leaves work to a clerk.
///
/// The raw value is the id in answers and refusals; see also ``source``, ``french`` and ``english``.
public enum BillingRule: String, CaseIterable, Sendable {
    // What is called.
    case callPayer = "call.payer"
    case callLine = "call.line"
    case prescription

    // Runs.
    case runNoParameters = "run.noParameters"
    case runInProgress = "run.inProgress"
    case runNotFirst = "run.notFirst"
    case runBeforeScheme = "run.beforeScheme"
    case runMonthAlreadyCalled = "run.monthAlreadyCalled"
    case runMonthSkipped = "run.monthSkipped"
    case runTooEarly = "run.tooEarly"
    case runNothingCalled = "run.nothingCalled"
    case closingNotOver = "closing.notOver"
    case runUnknown = "run.unknown"
    case runNotLatest = "run.notLatest"
    case runHandedOver = "run.handedOver"
    case statementUnknown = "statement.unknown"
    case statementUnpaid = "statement.unpaid"
    case creditToRefund = "credit.toRefund"

    // Direct debits and their files.
    case directDebitUnknown = "directDebit.unknown"
    case directDebitAlreadyReturned = "directDebit.alreadyReturned"
    case mandateTaken = "mandate.taken"
    case fileUnknown = "file.unknown"
    case fileTooLate = "file.tooLate"
    case fileAlreadyHandedOver = "file.alreadyHandedOver"
    case fileWithdrawn = "file.withdrawn"
    case fileSameSupervisor = "file.sameSupervisor"
    case fileToHandOver = "file.toHandOver"
    case directDebitHeld = "directDebit.held"

    // What the bank says.
    case bankFileFormat = "bankFile.format"
    case bankLineUnmatched = "bankLine.unmatched"
    case bankLineUnknown = "bankLine.unknown"
    case bankLineAlreadySettled = "bankLine.alreadySettled"
    case bankFactInFuture = "bankFact.inFuture"
    case bankFactTooEarly = "bankFact.tooEarly"
    case paymentDuplicate = "payment.duplicate"
    case paymentExceedsFile = "payment.exceedsFile"
    case refundDuplicate = "refund.duplicate"
    case refundExceedsCredit = "refund.exceedsCredit"
    case writeOffDuplicate = "writeOff.duplicate"
    case writeOffExceedsBalance = "writeOff.exceedsBalance"

    /// The id.
    public var id: String { rawValue }
}

extension BillingRule {
    /// The origin of the rule: `G n` of the member's guide, a law or a rulebook, or `P`, a policy of the scheme's parameters.
    public var source: String { text.source }
    /// The text for a clerk, in French.
    public var french: String { text.french }
    /// The text in English.
    public var english: String { text.english }
}
