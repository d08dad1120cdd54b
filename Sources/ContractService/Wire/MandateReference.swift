import Billing
import JSON

/// The reference of a SEPA mandate: one that a file for a bank can name, without an IBAN or NIR.
enum MandateReference {
    /// Whether a mandate may be registered under a text: a direct debit has to name it.
    static func accepts(_ text: String) -> Bool { SEPAReference.accepts(text) && !namesPerson(text) }

    /// Whether a text may name a registered mandate: earlier, a reference could have spaces.
    static func names(_ text: String) -> Bool { SEPAReference.accepts(text, allowingSpaces: true) && !namesPerson(text) }

    /// Whether the text contains an IBAN or a NIR, as one word or several adjacent words.
    private static func namesPerson(_ text: String) -> Bool {
        let words = text.utf8.split { !((0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF)) }
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
