/// Text in the letters that every bank of SEPA reads (EPC217-08): `a-z A-Z 0-9 / - ? : ( ) . , ' +` and space.
struct SEPAText: Hashable, Sendable {
    /// The greatest length of a name.
    static let nameLimit = 70
    /// The greatest length of the text beside the amount.
    static let remittanceLimit = 140

    /// The letters.
    let text: String

    /// Writes any text in these letters. Marks are dropped, œ, æ and ß are spelt out, and anything else becomes a space.
    ///
    /// Spaces are single, and none is first or last. `nil` when no letter remains.
    ///
    /// - Parameter limit: how many letters are kept at most.
    init?(_ written: String, limit: Int) {
        var letters: [UInt8] = []
        for scalar in written.unicodeScalars where !scalar.properties.isMark {
            for letter in SEPAText.letters(for: scalar) {
                if letter == UInt8(ascii: " "), letters.last ?? letter == letter { continue }
                letters.append(letter)
            }
        }
        letters = Array(letters.prefix(limit))
        if letters.last == UInt8(ascii: " ") { letters.removeLast() }
        if letters.isEmpty { return nil }
        text = String(decoding: letters, as: UTF8.self)
    }

    /// Whether a byte is one of these letters.
    static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "/-?:().,'+ ".utf8.contains(byte)
        }
    }

    private static func letters(for scalar: Unicode.Scalar) -> [UInt8] {
        if scalar.isASCII, case let byte = UInt8(truncatingIfNeeded: scalar.value), isLetter(byte) { return [byte] }
        switch scalar {
        case "œ": return Array("oe".utf8)
        case "Œ": return Array("OE".utf8)
        case "æ": return Array("ae".utf8)
        case "Æ": return Array("AE".utf8)
        case "ß": return Array("ss".utf8)
        case "ẞ": return Array("SS".utf8)
        default: return [baseLetter(of: scalar) ?? UInt8(ascii: " ")]
        }
    }

    /// The letter without its marks, from its name in Unicode: `LATIN SMALL LETTER E WITH ACUTE`.
    private static func baseLetter(of scalar: Unicode.Scalar) -> UInt8? {
        guard let words = scalar.properties.name?.split(separator: " "), words.count > 4, words[0] == "LATIN", words[2] == "LETTER",
            words[4] == "WITH", words[3].utf8.count == 1, let letter = words[3].utf8.first
        else { return nil }
        return words[1] == "CAPITAL" ? letter : letter + 0x20
    }
}

extension Unicode.Scalar.Properties {
    /// Whether it is a mark on the letter before it.
    fileprivate var isMark: Bool {
        switch generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
