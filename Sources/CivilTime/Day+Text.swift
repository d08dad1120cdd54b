extension Day: LosslessStringConvertible {
    /// Reads `YYYY-MM-DD`, years 0001 to 9999; `nil` for another form or a day that does not exist.
    public init?(_ text: String) {
        var digits = DigitReader(text)
        guard let year = digits.number(length: 4), digits.skip("-"), let month = digits.number(length: 2), digits.skip("-"),
            let day = digits.number(length: 2), digits.isAtEnd, year > 0
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

/// Reads fixed-width numbers and separators off ASCII text, one after the other.
struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next `length` characters as a number; `nil` when one of them is no digit.
    mutating func number(length: Int) -> Int? {
        guard rest.count >= length else { return nil }
        var value = 0
        for byte in rest.prefix(length) {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte) - 48
        }
        rest = rest.dropFirst(length)
        return value
    }

    /// All digits that follow, with how many there were.
    mutating func digits() -> [UInt8] {
        let found = Array(rest.prefix { (48...57).contains($0) })
        rest = rest.dropFirst(found.count)
        return found
    }

    /// Steps over one of `characters`; false, without a step, when another one is there.
    mutating func skip(_ characters: String) -> Bool {
        guard let byte = rest.first, characters.utf8.contains(byte) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// The next character's code, without a step.
    var peek: UInt8? { rest.first }
}

/// A number with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
}
