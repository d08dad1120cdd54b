import Billing
import JSON

/// The reference of a SEPA mandate: 1 to 35 characters of SEPA's set (EPC217-08), without a space, an IBAN or NIR.
enum MandateReference {
    /// Whether a mandate may be registered under a text: a direct debit has to name it.
    static func accepts(_ text: String) -> Bool { !text.contains(" ") && names(text) }

    /// Whether a text may name a registered mandate: earlier, a reference could have spaces.
    static func names(_ text: String) -> Bool {
        let characters = Array(text.utf8)
        guard 1...35 ~= characters.count, characters.allSatisfy(isAllowed) else { return false }
        guard !text.hasPrefix("/"), !text.hasSuffix("/"), !text.contains("//") else { return false }
        return !namesPerson(characters)
    }

    private static func isAllowed(_ character: UInt8) -> Bool {
        switch character {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "+?/-:().,' ".utf8.contains(character)
        }
    }

    /// Whether the text contains an IBAN or a NIR, as one word or several adjacent words.
    private static func namesPerson(_ characters: [UInt8]) -> Bool {
        let words = characters.split { !((0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF)) }
            .map { String(decoding: $0, as: UTF8.self) }
        return words.indices.contains { first in
            var joined = ""
            return words[first...].contains { word in
                joined += word
                return IBAN(joined) != nil || NIR(joined) != nil
            }
        }
    }
}

extension JSON.Shape where Value == String {
    /// The reference of a mandate that is registered. In the log it may have an earlier, wider form.
    static func newMandateReference(in source: Told.Source) -> Self {
        guard case .command = source else { return .code }
        return .text("1…35 × A-Z a-z 0-9 + ? / - : ( ) . , ', ≠ IBAN, NIR") { MandateReference.accepts($0) ? $0 : nil }
    }

    /// The reference of a mandate that is registered already. In the log it may have an earlier, wider form.
    static func mandateReference(in source: Told.Source) -> Self {
        guard case .command = source else { return .code }
        return .text("1…35 × A-Z a-z 0-9 + ? / - : ( ) . , ' SPACE, ≠ IBAN, NIR") { MandateReference.names($0) ? $0 : nil }
    }
}
