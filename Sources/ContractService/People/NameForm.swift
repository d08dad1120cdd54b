/// The normal form for comparing names: only the letters A to Z and digits.
///
/// It is NFKD without marks; letters that NFKD does not decompose are spelt out: œ, æ, ø, ł, ß.
/// Neither the standard library nor FoundationEssentials has NFKD, and the full Foundation brings thirty megabytes of tables.
/// So the letters come from Unicode's names: "LATIN SMALL LETTER E WITH ACUTE".
enum NameForm {
    /// The words of a name in normal form. Any character except letters, digits and marks separates words.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            if let letters = letters(of: scalar) {
                word += letters
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    /// The family names for searching: the whole name, and each part of three letters or more, except particles.
    static func familyNames(in name: String) -> Set<String> {
        let words = words(of: name)
        let whole = words.joined()
        return Set(words.filter { $0.count >= 3 && !particles.contains($0) } + (whole.isEmpty ? [] : [whole]))
    }

    /// Particles of three letters or more; shorter ones are never parts.
    static let particles: Set = [
        "DES", "LES", "DEL", "DELLA", "DELLE", "DEI", "DOS", "DAS", "VAN", "VON", "DEN", "DER", "TEN", "TER", "ZUR", "ZUM",
    ]

    /// The letters of a scalar; empty for a mark, nil for a separator.
    private static func letters(of scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A: return String(scalar)
        case 0x61...0x7A: return String(UnicodeScalar(UInt8(scalar.value - 0x20)))
        case ..<0x80: return nil
        case 0xAA: return "A"
        case 0xBA: return "O"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: return ""
        default: return scalar.properties.name.flatMap(latinLetters)
        }
    }

    /// The letters in Unicode's name of a Latin letter; nil for other names.
    private static func latinLetters(_ name: String) -> String? {
        var words = name.split(separator: " ")[...]
        if words.first == "FULLWIDTH" { words.removeFirst() }
        guard words.popFirst() == "LATIN" else { return nil }
        if let size = words.first, ["SMALL", "CAPITAL"].contains(size) { words.removeFirst() }
        guard let kind = words.popFirst(), ["LETTER", "LIGATURE"].contains(kind), let first = words.popFirst() else { return nil }
        switch (first, words.first) {
        case ("SHARP", "S"): return "SS"
        case ("DOTLESS", "I"): return "I"
        case ("LONG", "S"): return words.dropFirst().first == "T" ? "ST" : "S"
        case ("ETH", _): return "D"
        case ("THORN", _): return "TH"
        case ("D", "WITH") where words.dropFirst().starts(with: ["SMALL", "LETTER", "Z"]): return "DZ"
        case ("L", "WITH") where words.dropFirst().starts(with: ["SMALL", "LETTER", "J"]): return "LJ"
        case ("N", "WITH") where words.dropFirst().starts(with: ["SMALL", "LETTER", "J"]): return "NJ"
        case (_, nil), (_, "WITH"), (_, "PRECEDED"): break
        default: return nil
        }
        return first.count <= 3 && first.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? String(first) : nil
    }
}
