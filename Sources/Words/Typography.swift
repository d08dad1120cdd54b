/// The spaces and signs that French typography asks for.
enum Typography {
    /// Joins a number with its unit: no line breaks there.
    static let noBreakSpace = "\u{A0}"
    /// Groups digits by three, and stands before `; : ! ?`.
    static let narrowNoBreakSpace = "\u{202F}"
    /// Negative amounts begin with it.
    static let minus = "\u{2212}"
}

extension String {
    /// The text with typographic apostrophes, and with no-break spaces where French asks for them.
    ///
    /// An apostrophe becomes U+2019; a space before `; : ! ?` becomes U+202F; a space before `%` or `»`, after `«`, or between a digit and `€`, becomes
    /// U+00A0. English has no such spaces, since its `€` stands before the digits: so the same rules serve both languages. A text that is typeset already
    /// stays what it is.
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
