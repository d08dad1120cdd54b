import Billing
import JSON

/// A number of the French register of people (NIR): 13 characters and a two-digit key, without spaces.
struct NIR {
    let text: String

    /// Reads a number with a correct key: 97 minus the remainder of the 13 characters divided by 97. 2A counts as 19, and 2B as 18.
    ///
    /// Drops spaces, and converts to upper case. `nil` for other texts.
    init?(_ written: String) {
        guard let characters = written.codeCharacters, characters.count == 15 else { return nil }
        var digits = characters
        // Corsica: the letter is the second character of the département, at the sixth and seventh characters.
        if digits[5] == UInt8(ascii: "2") {
            if digits[6] == UInt8(ascii: "A") { digits.replaceSubrange(5...6, with: "19".utf8) }
            if digits[6] == UInt8(ascii: "B") { digits.replaceSubrange(5...6, with: "18".utf8) }
        }
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let number = digits[..<13].reduce(0) { $0 * 10 + Int($1) - 0x30 }
        let key = digits[13...].reduce(0) { $0 * 10 + Int($1) - 0x30 }
        guard key == 97 - number % 97 else { return nil }
        text = String(decoding: characters, as: UTF8.self)
    }
}

extension JSON.Shape where Value == String {
    /// A NIR with its key.
    static var nir: Self { .text("NIR: 13 + 2, 97 − n mod 97") { NIR($0)?.text } }
}
