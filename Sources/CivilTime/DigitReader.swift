/// Reads fixed-width numbers and separators from ASCII text, from left to right.
struct DigitReader {
    private let text: UnsafeBufferPointer<UInt8>
    private var place = 0

    /// Runs `body` with a reader of the text, and returns its result.
    static func read<Value>(_ text: String, _ body: (inout DigitReader) -> Value?) -> Value? {
        var text = text
        return text.withUTF8 { utf8 in
            var reader = DigitReader(text: utf8)
            return body(&reader)
        }
    }

    private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    /// The code of the next character, which stays unread.
    var peek: UInt8? { isAtEnd ? nil : text[place] }

    var isAtEnd: Bool { place == text.count }

    /// Reads the next `length` characters as a number; `nil` when one of them is not a digit.
    mutating func number(length: Int) -> Int? {
        var value = 0
        for _ in 0..<length {
            guard let digit = digit() else { return nil }
            value = value * 10 + Int(digit) - 48
        }
        return value
    }

    /// Reads all digits that follow.
    mutating func digits() -> [UInt8] {
        var found: [UInt8] = []
        while let digit = digit() { found.append(digit) }
        return found
    }

    /// Skips the next character if it is one of `characters`; otherwise skips nothing and returns false.
    mutating func skip(_ characters: Unicode.Scalar...) -> Bool {
        guard let peek, characters.contains(where: { UInt8(ascii: $0) == peek }) else { return false }
        place += 1
        return true
    }

    private mutating func digit() -> UInt8? {
        guard let digit = peek, digit >= 48, digit <= 57 else { return nil }
        place += 1
        return digit
    }
}

/// A number with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (number < 0 ? "-" : "") + zeros + digits
}

/// A form whose zeros became the last digits of a number that is not negative: `2026-09-10` of `0000-00-00` and 20 260 910.
func filled(_ form: StaticString, with number: Int) -> String {
    String(unsafeUninitializedCapacity: form.utf8CodeUnitCount) { text in
        var rest = number
        for place in (0..<form.utf8CodeUnitCount).reversed() {
            text[place] = form.utf8Start[place]
            guard text[place] == UInt8(ascii: "0") else { continue }
            text[place] += UInt8(rest % 10)
            rest /= 10
        }
        return form.utf8CodeUnitCount
    }
}
