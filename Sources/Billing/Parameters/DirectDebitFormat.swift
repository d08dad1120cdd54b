/// The version of the message in which direct debits go to the bank (P `directDebitFormat`).
public enum DirectDebitFormat: String, CaseIterable, Sendable {
    /// The version of 2009.
    case version02 = "pain.008.001.02"
    /// The version of 2019, which SEPA uses since November 2023.
    case version08 = "pain.008.001.08"
}
