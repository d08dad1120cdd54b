/// Who collects the direct debits (P `creditor`).
public struct Creditor: Hashable, Sendable {
    /// The creditor's name.
    public let name: String
    /// The creditor's SEPA identifier.
    public let identifier: CreditorIdentifier
    /// The account that is credited.
    public let iban: IBAN
    /// The bank of that account.
    public let bic: BIC
    /// The name in the letters that banks read.
    let writtenName: String

    /// A creditor; `nil` when no letter of the name can be written.
    public init?(name: String, identifier: CreditorIdentifier, iban: IBAN, bic: BIC) {
        guard let written = SEPAText(name, limit: SEPAText.nameLimit) else { return nil }
        self.name = name
        self.identifier = identifier
        self.iban = iban
        self.bic = bic
        writtenName = written.text
    }
}
