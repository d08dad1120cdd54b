public import CivilTime
public import Contracts

/// The dated parameters of money of a scheme (P). A scheme file may have none: then nothing is called for its contracts.
///
/// They take no part in what a month comes to, so they are not among ``Scheme/Parameters`` or those that an answer lists as unconfirmed.
public struct MoneyParameters: Sendable {
    /// Who collects the direct debits.
    public var creditor: Parameter<Creditor>
    /// The greatest number of days by which a run may come before the 1st of its month.
    public var runLeadDays: Parameter<Int>
    /// How long an amount may be called.
    public var prescription: Parameter<Prescription>
    /// What becomes of an employer's credit.
    public var employerCredit: Parameter<CreditPolicy>
    /// What becomes of an agent's credit.
    public var agentCredit: Parameter<CreditPolicy>
    /// Days after which an agent's credit is refunded: its debit could come back before.
    public var refundDays: Parameter<Int>
    /// Days after a run within which an employer pays its statement.
    public var statementDueDays: Parameter<Int>
    /// The day of the month on which direct debits are collected, or the next business day.
    public var collectionDay: Parameter<Int>
    /// Days before the collection by which the debtor is told of it.
    public var preNotificationDays: Parameter<Int>
    /// The sequence type of every debit.
    public var sequenceType: Parameter<SequenceType>
    /// The format of the files for the bank.
    public var directDebitFormat: Parameter<DirectDebitFormat>
    /// The greatest number of debits in a file, at least 1.
    public var directDebitsPerFile: Parameter<Int>
    /// Months without a debit after which a mandate lapses.
    public var mandateLapsesMonths: Parameter<Int>
    /// How many returned debits in a row are presented again.
    public var representations: Parameter<Int>
    /// What follows when a debit comes back.
    public var returnPolicy: Parameter<ReturnPolicy>
    /// What the debtor reads beside the amount; `{month}` stands for the run's month.
    public var remittanceText: Parameter<String>
    /// The numbers of the accounts in the office's chart.
    public var ledgerAccounts: Parameter<LedgerAccountNumbers>
    /// The greatest amount of a debit, against a mistyped tariff; `nil` when there is none.
    public var directDebitLimit: Parameter<Money>?

    /// All parameters at once.
    public init(
        creditor: Parameter<Creditor>, runLeadDays: Parameter<Int>, prescription: Parameter<Prescription>,
        employerCredit: Parameter<CreditPolicy>, agentCredit: Parameter<CreditPolicy>, refundDays: Parameter<Int>,
        statementDueDays: Parameter<Int>, collectionDay: Parameter<Int>, preNotificationDays: Parameter<Int>,
        sequenceType: Parameter<SequenceType>, directDebitFormat: Parameter<DirectDebitFormat>, directDebitsPerFile: Parameter<Int>,
        mandateLapsesMonths: Parameter<Int>, representations: Parameter<Int>, returnPolicy: Parameter<ReturnPolicy>,
        remittanceText: Parameter<String>, ledgerAccounts: Parameter<LedgerAccountNumbers>, directDebitLimit: Parameter<Money>? = nil
    ) {
        self.creditor = creditor
        self.runLeadDays = runLeadDays
        self.prescription = prescription
        self.employerCredit = employerCredit
        self.agentCredit = agentCredit
        self.refundDays = refundDays
        self.statementDueDays = statementDueDays
        self.collectionDay = collectionDay
        self.preNotificationDays = preNotificationDays
        self.sequenceType = sequenceType
        self.directDebitFormat = directDebitFormat
        self.directDebitsPerFile = directDebitsPerFile
        self.mandateLapsesMonths = mandateLapsesMonths
        self.representations = representations
        self.returnPolicy = returnPolicy
        self.remittanceText = remittanceText
        self.ledgerAccounts = ledgerAccounts
        self.directDebitLimit = directDebitLimit
    }

    /// The values in force on a run's day, of the rows known at the run.
    public func terms(on day: Day, knownAt instant: Instant) -> MoneyTerms { MoneyTerms(self, on: day, knownAt: instant) }
}
