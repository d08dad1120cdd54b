/// A SEPA creditor identifier, in French *ICS* (EPC262-08), written without spaces.
public struct CreditorIdentifier: Hashable, Sendable {
    /// The identifier.
    public let text: String

    /// Reads an identifier: a country, two check digits, three letters or digits for the creditor's own use, and its national number.
    ///
    /// The key (MOD 97-10, ISO 7064) covers all but the three characters for own use. `nil` for other texts.
    public init?(_ text: String) {
        let characters = Array(text.utf8)
        guard (8...35).contains(characters.count), characters[..<2].allSatisfy({ 0x41...0x5A ~= $0 }),
            characters[2..<4].allSatisfy({ 0x30...0x39 ~= $0 }), CheckDigits.remainder(of: characters[4..<7]) != nil,
            CheckDigits.remainder(of: characters[7...] + characters[..<4]) == 1
        else { return nil }
        self.text = text
    }
}
