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
        guard (0...9999).contains(year) else { return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
        return String(unsafeUninitializedCapacity: 10) { text in
            var digits = (year * 100 + month) * 100 + day
            for place in (0..<10).reversed() {
                if place == 4 || place == 7 {
                    text[place] = UInt8(ascii: "-")
                } else {
                    text[place] = 48 + UInt8(digits % 10)
                    digits /= 10
                }
            }
            return 10
        }
    }
}

/// Reads fixed-width numbers and separators off ASCII text, one after the other.
struct DigitReader {
    private var rest: String.UTF8View.Iterator
    /// The next character's code, without a step.
    private(set) var peek: UInt8?

    init(_ text: String) {
        rest = text.utf8.makeIterator()
        peek = rest.next()
    }

    var isAtEnd: Bool { peek == nil }

    /// The next `length` characters as a number; `nil` when one of them is no digit.
    mutating func number(length: Int) -> Int? {
        var value = 0
        for _ in 0..<length {
            guard let digit = digit() else { return nil }
            value = value * 10 + Int(digit) - 48
        }
        return value
    }

    /// All digits that follow, with how many there were.
    mutating func digits() -> [UInt8] {
        var found: [UInt8] = []
        while let digit = digit() { found.append(digit) }
        return found
    }

    /// Steps over one of `characters`; false, without a step, when another one is there.
    mutating func skip(_ characters: String) -> Bool {
        guard let peek, characters.utf8.contains(peek) else { return false }
        self.peek = rest.next()
        return true
    }

    private mutating func digit() -> UInt8? {
        guard let digit = peek, digit >= 48, digit <= 57 else { return nil }
        peek = rest.next()
        return digit
    }
}

/// A number with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
}
