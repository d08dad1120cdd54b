/// Who collects the direct debits (P `creditor`).
public struct Creditor: Hashable, Sendable {
    /// The creditor's name.
    public let name: String
    /// The creditor's SEPA identifier.
    public let identifier: CreditorIdentifier
    /// The account that is credited.
    public let iban: String
    /// The bank of that account.
    public let bic: String
    /// The name in the letters that banks read.
    let writtenName: String

    /// A creditor. The caller has checked the IBAN.
    ///
    /// `nil` when no letter of the name can be written, or when the BIC has not 8 or 11 capital letters and digits (ISO 9362).
    public init?(name: String, identifier: CreditorIdentifier, iban: String, bic: String) {
        guard let written = SEPAText(name, limit: SEPAText.nameLimit) else { return nil }
        let (party, rest) = (bic.utf8.prefix(4), bic.utf8.dropFirst(4))
        func isCapital(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte }
        func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
        guard [8, 11].contains(bic.utf8.count), party.allSatisfy({ isCapital($0) || isDigit($0) }), rest.prefix(2).allSatisfy(isCapital),
            rest.dropFirst(2).allSatisfy({ isCapital($0) || isDigit($0) })
        else { return nil }
        self.name = name
        self.identifier = identifier
        self.iban = iban
        self.bic = bic
        writtenName = written.text
    }
}
