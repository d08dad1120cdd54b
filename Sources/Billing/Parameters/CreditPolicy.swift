/// What becomes of an account's credit (P `employerCredit`, `agentCredit`).
public enum CreditPolicy: String, CaseIterable, Sendable {
    /// It stays on the account, and lessens what is called next.
    case carry
    /// A clerk refunds what nothing called lessens.
    case refund
}
