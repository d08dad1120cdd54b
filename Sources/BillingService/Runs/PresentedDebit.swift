import Billing

/// A debit with what only the vault keeps of it.
struct PresentedDebit: Sendable {
    let debit: DirectDebit
    let name: String
    let iban: String
}
