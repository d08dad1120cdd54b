public import CivilTime

/// The parameters of money that a run goes by: the values in force on its day, as known then.
public struct MoneyTerms: Hashable, Sendable {
    /// Who collects the direct debits.
    public let creditor: Creditor
    /// The greatest number of days by which a run may come before the 1st of its month.
    public let runLeadDays: Int
    /// How long an amount may be called.
    public let prescription: Prescription
    /// What becomes of an employer's credit.
    public let employerCredit: CreditPolicy
    /// What becomes of an agent's credit.
    public let agentCredit: CreditPolicy
    /// Days after which an agent's credit is refunded: its debit could come back before.
    public let refundDays: Int
    /// Days after a run within which an employer pays its statement.
    public let statementDueDays: Int
    /// The day of the month on which direct debits are collected, or the next business day.
    public let collectionDay: Int
    /// Days before the collection by which the debtor is told of it.
    public let preNotificationDays: Int
    /// The sequence type of every debit.
    public let sequenceType: SequenceType
    /// The format of the files for the bank.
    public let directDebitFormat: DirectDebitFormat
    /// The greatest number of debits in a file, at least 1.
    public let directDebitsPerFile: Int
    /// Months without a debit after which a mandate lapses.
    public let mandateLapsesMonths: Int
    /// How many returned debits in a row are presented again.
    public let representations: Int
    /// What follows when a debit comes back.
    public let returnPolicy: ReturnPolicy
    /// What the debtor reads beside the amount; `{month}` stands for the run's month.
    public let remittanceText: String
    /// The numbers of the accounts in the office's chart.
    public let ledgerAccounts: LedgerAccountNumbers
    /// The greatest amount of a debit; `nil` when there is none.
    public let directDebitLimit: Money?

    /// All values at once.
    public init(
        creditor: Creditor, runLeadDays: Int, prescription: Prescription, employerCredit: CreditPolicy, agentCredit: CreditPolicy,
        refundDays: Int, statementDueDays: Int, collectionDay: Int, preNotificationDays: Int, sequenceType: SequenceType,
        directDebitFormat: DirectDebitFormat, directDebitsPerFile: Int, mandateLapsesMonths: Int, representations: Int,
        returnPolicy: ReturnPolicy, remittanceText: String, ledgerAccounts: LedgerAccountNumbers, directDebitLimit: Money?
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
}
