/// Why an agent who owes is not debited. The first one that applies, in this order, is told.
public enum HoldReason: String, CaseIterable, Sendable {
    /// An end by death is known.
    case deceased
    /// No mandate is in force on the collection day, or it was not signed by then, or no file can name its reference.
    case mandateMissing
    /// A debit under this registration came back for a reason that ends the mandate.
    case mandateEnded
    /// The mandate was not used for too long.
    case mandateLapsed
    /// A debit came back for a reason on which a clerk decides first.
    case onHold
    /// The last debits came back, more in a row than are presented again.
    case inArrears
    /// The vault has no family name, or none that a bank can read, or not the account.
    case nameMissing
    /// The amount exceeds P `directDebitLimitCents`: a mistyped tariff must not reach every account.
    case overLimit
}
