/// A journal of the ledger.
public enum Journal: String, CaseIterable, Sendable {
    /// Months called from payers.
    case call = "CALL"
    /// Refunds of employers to agents: not our money.
    case memo = "MEMO"
    /// Files of direct debits presented.
    case debit = "DEBIT"
    /// Debits that came back or were withdrawn.
    case `return` = "RETURN"
    /// Payments and refunds.
    case bank = "BANK"
    /// Write-offs.
    case loss = "LOSS"
}
