/// Text that is safe for a terminal: it contains no control sequences. Also counts columns.
public enum TerminalText {
    /// The text without controls and direction marks: each is dropped or replaced by U+FFFD.
    public static func cleaned(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: scalars.append("\u{FFFD}")
            // Isolates are dropped. A zero-width joiner stays: it is part of an emoji.
            case .format:
                if (0x2066...0x2069).contains(scalar.value) {
                    continue
                } else {
                    scalars.append(scalar.value == 0x200D ? scalar : "\u{FFFD}")
                }
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// The number of columns of a character.
    static func columns(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return first.properties.generalCategory == .nonspacingMark ? 0 : 1
        }
    }

    /// The number of columns of a text.
    static func columns(of text: String) -> Int { text.reduce(0) { $0 + columns(of: $1) } }

    /// The text, cut with an ellipsis to at most `columns`.
    static func cut(_ text: String, to columns: Int) -> String {
        if self.columns(of: text) <= columns { return text }
        var (kept, taken) = ("", 0)
        for character in text {
            taken += self.columns(of: character)
            if taken >= columns { break }
            kept.append(character)
        }
        return columns > 0 ? kept + "…" : ""
    }
}
