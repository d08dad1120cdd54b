/// The spaces and signs of French typography.
enum Typography {
    /// Joins a number with its unit, without a line break.
    static let noBreakSpace = "\u{A0}"
    /// Separates groups of three digits, and precedes `; : ! ?`.
    static let narrowNoBreakSpace = "\u{202F}"
    /// The minus sign of negative amounts.
    static let minus = "\u{2212}"
}

extension String {
    /// The text with typographic apostrophes, and with no-break spaces as French typography requires.
    ///
    /// An apostrophe becomes U+2019. A space before `; : ! ?` becomes U+202F. A space becomes U+00A0 before `%` or `»`, after `«`, and
    /// between a digit and `€`. English has no such spaces, since its `€` precedes the digits, so both languages use the same rules. A
    /// typeset text does not change.
    var typeset: String {
        guard utf8.contains(where: { $0 == 0x27 || $0 == 0x3A || $0 == 0x3B || $0 == 0x21 || $0 == 0x3F || $0 == 0x25 || $0 > 0x7F })
        else { return self }
        var result = ""
        result.reserveCapacity(utf8.count + 8)
        var isAfterSpace = false
        var isAfterOpening = false
        var isAfterDigit = false
        for scalar in unicodeScalars {
            if isAfterSpace {
                switch scalar {
                case ";", ":", "!", "?": result += Typography.narrowNoBreakSpace
                case "€" where isAfterDigit: result += Typography.noBreakSpace
                case "%", "»": result += Typography.noBreakSpace
                default: result += isAfterOpening ? Typography.noBreakSpace : " "
                }
                isAfterOpening = false
            }
            isAfterSpace = scalar == " "
            if isAfterSpace { continue }
            isAfterOpening = scalar == "«"
            isAfterDigit = "0"..."9" ~= scalar
            result.unicodeScalars.append(scalar == "'" ? "\u{2019}" : scalar)
        }
        return isAfterSpace ? result + (isAfterOpening ? Typography.noBreakSpace : " ") : result
    }
}
