/// A SEPA creditor identifier, in French *ICS* (EPC262-08), written without spaces.
public struct CreditorIdentifier: Hashable, Sendable {
    /// The identifier.
    public let text: String

    /// Reads an identifier: a country, two check digits, three letters or digits for the creditor's own use, and its national number.
    ///
    /// The key (MOD 97-10, ISO 7064) covers all but the three characters for own use. `nil` for other texts.
    public init?(_ text: String) {
        let characters = Array(text.utf8)
        guard (8...35).contains(characters.count), characters.allSatisfy({ CreditorIdentifier.value(of: $0) != nil }),
            characters[..<2].allSatisfy({ 0x41...0x5A ~= $0 }), characters[2..<4].allSatisfy({ 0x30...0x39 ~= $0 })
        else { return nil }
        let remainder = (characters[7...] + characters[..<4]).reduce(0) { remainder, character in
            let value = CreditorIdentifier.value(of: character) ?? 0
            return (remainder * (value < 10 ? 10 : 100) + value) % 97
        }
        guard remainder == 1 else { return nil }
        self.text = text
    }

    /// The value of a digit, or of a capital letter, which counts from 10.
    private static func value(of character: UInt8) -> Int? {
        switch character {
        case 0x30...0x39: Int(character) - 0x30
        case 0x41...0x5A: Int(character) - 0x41 + 10
        default: nil
        }
    }
}
