import Billing
import JSON

/// Finds personal data in texts that the log keeps for ever.
///
/// Searches for the form of a NIR, an IBAN, an e-mail address or a telephone number, in any grouping. A date is not a telephone number.
public enum PersonalWords {
    /// Whether a part of a text looks like personal data.
    public static func stand(in text: String) -> Bool {
        guard mayStand(in: text) else { return false }
        let characters = normalised(text)
        return holdsAddress(characters) || holdsPhone(withoutDays(characters)) || holdsNumber(characters)
    }

    /// Whether a text has enough digits for a telephone number, or an `@`. Most texts have neither, and need no further check.
    private static func mayStand(in text: String) -> Bool {
        var digits = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39: digits += 1
            case 0x40, 0xFF20: return true
            case ..<0x80: continue
            default: if scalar.properties.numericType == .decimal { digits += 1 }
            }
        }
        return digits >= 8
    }

    /// A pointer to the first text of a command's body with personal data; nil when there is none.
    static func pointer(in body: JSON) -> String? {
        if let reason = body["reason"]?.string, stand(in: reason) { return "/reason" }
        if let reference = body["source"]?["reference"]?.string, stand(in: reference) { return "/source/reference" }
        guard let entries = body["commands"]?.array else { return nil }
        return entries.indices.first { index in entries[index]["reason"]?.string.map { stand(in: $0) } ?? false }
            .map { "/commands/\($0)/reason" }
    }

    /// The text in ASCII capitals, for the checks. Converts digits of all scripts and full-width forms, and drops invisible characters.
    /// `#` replaces every other character.
    private static func normalised(_ text: String) -> [UInt8] {
        text.unicodeScalars.compactMap { scalar in
            if scalar.properties.generalCategory == .format { return nil }
            if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue { return 0x30 + UInt8(value) }
            if scalar.properties.isWhitespace { return space }
            if scalar.properties.generalCategory == .dashPunctuation { return UInt8(ascii: "-") }
            let isFullWidth = 0xFF01...0xFF5E ~= scalar.value
            let value = isFullWidth ? scalar.value - 0xFEE0 : scalar.value
            guard value < 0x80 else { return UInt8(ascii: "#") }
            let byte = UInt8(value)
            return 0x61...0x7A ~= byte ? byte - 0x20 : byte
        }
    }

    // MARK: E-mail

    /// Whether the text contains an `@` between a character and a domain of two parts.
    private static func holdsAddress(_ text: [UInt8]) -> Bool {
        text.indices.contains { place in
            guard text[place] == UInt8(ascii: "@"), text[..<place].contains(where: { $0 != space }) else { return false }
            let domain = text[(place + 1)...].drop { $0 == space }.prefix { isPlain($0) || "#-.".utf8.contains($0) }
            let parts = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            return parts.count >= 2 && !parts[0].isEmpty && !parts[1].isEmpty
        }
    }

    // MARK: Telephone

    /// Whether the text contains a separate telephone number, grouped or not.
    /// That is ten digits from 01 to 09 on, eight to fifteen after `+`, or ten to fifteen after `00`.
    private static func holdsPhone(_ text: [UInt8]) -> Bool {
        text.indices.contains { start in
            let isInternational = text[start] == UInt8(ascii: "+")
            guard isInternational ? start + 1 < text.endIndex && isDigit(text[start + 1]) : beginsNumber(start, in: text) else {
                return false
            }
            var digits: [UInt8] = []
            for place in (isInternational ? start + 1 : start)..<text.endIndex {
                guard isDigit(text[place]) else {
                    if " .-/()_".utf8.contains(text[place]) { continue }
                    break
                }
                digits.append(text[place])
                if digits.count > 17 { break }
                let endsGroup = place + 1 == text.endIndex || !isDigit(text[place + 1])
                if endsGroup, isPhone(digits, isInternational: isInternational) { return true }
            }
            return false
        }
    }

    private static func beginsNumber(_ place: Int, in text: [UInt8]) -> Bool {
        isDigit(text[place]) && !(place > 0 && isDigit(text[place - 1]))
    }

    private static func isPhone(_ digits: [UInt8], isInternational: Bool) -> Bool {
        let zero = UInt8(ascii: "0")
        if isInternational { return 8...15 ~= digits.count }
        if digits.starts(with: [zero, zero]) { return 12...17 ~= digits.count && digits[2] != zero }
        return digits.count == 10 && digits[0] == zero && digits[1] != zero
    }

    /// The text with dates of 1900 to 2099 replaced by letters: 31/12/2026, 31.12.2026, 2026-12-31.
    private static func withoutDays(_ text: [UInt8]) -> [UInt8] {
        var text = text
        for start in text.indices where start + 10 <= text.endIndex {
            let part = Array(text[start..<start + 10])
            guard isDay(part, year: 0, month: 5, day: 8) || isDay(part, year: 6, month: 3, day: 0) else { continue }
            // Not a date if a digit or the same separator is adjacent.
            let separator = isDigit(part[2]) ? part[4] : part[2]
            let neighbours = [start > 0 ? text[start - 1] : space, start + 10 < text.endIndex ? text[start + 10] : space]
            if neighbours.allSatisfy({ $0 != separator && !isDigit($0) }) {
                text.replaceSubrange(start..<start + 10, with: repeatElement(UInt8(ascii: "X"), count: 10))
            }
        }
        return text
    }

    /// Whether ten characters are a date with its parts at these offsets.
    private static func isDay(_ text: [UInt8], year: Int, month: Int, day: Int) -> Bool {
        func number(_ place: Int, _ length: Int) -> Int? {
            text[place..<place + length].reduce(0) { number, digit in
                number.flatMap { isDigit(digit) ? $0 * 10 + Int(digit) - 0x30 : nil }
            }
        }
        let separators = year == 0 ? [text[4], text[7]] : [text[2], text[5]]
        guard separators[0] == separators[1], "/.-".utf8.contains(separators[0]) else { return false }
        guard let year = number(year, 4), let month = number(month, 2), let day = number(day, 2) else { return false }
        return 1900...2099 ~= year && 1...12 ~= month && 1...31 ~= day
    }

    // MARK: NIR and IBAN

    /// Whether the text contains a NIR or an IBAN: as one word, as adjacent words, or attached to letters.
    private static func holdsNumber(_ text: [UInt8]) -> Bool {
        var letters: [UInt8] = []
        // The places in `letters` where a word begins or ends, or digits meet letters.
        var borders: Set<Int> = [0]
        var previous = space
        for character in text {
            if isPlain(character) {
                if !isPlain(previous) || isDigit(character) != isDigit(previous) { borders.insert(letters.count) }
                letters.append(character)
            }
            previous = character
        }
        borders.insert(letters.count)
        return letters.indices.contains { start in
            isIBAN(letters[start...], borders) || borders.contains(start) && isNIR(letters[start...], borders)
        }
    }

    /// Whether the letters begin with an IBAN. With wrong check digits, it must begin and end at a border.
    private static func isIBAN(_ letters: ArraySlice<UInt8>, _ borders: Set<Int>) -> Bool {
        guard let length = IBAN.length(letters.prefix(2)), letters.count >= length, letters.dropFirst(2).prefix(2).allSatisfy(isDigit),
            letters.dropFirst(4).prefix(length - 4).count(where: isDigit) >= 10
        else { return false }
        let end = letters.startIndex + length
        return borders.contains(letters.startIndex) && borders.contains(end)
            || IBAN(String(decoding: letters[..<end], as: UTF8.self)) != nil
    }

    /// Whether the letters begin with a NIR of 13 or 15 characters that ends at a border.
    private static func isNIR(_ letters: ArraySlice<UInt8>, _ borders: Set<Int>) -> Bool {
        let start = letters.startIndex
        for length in [15, 13] where letters.count >= length && borders.contains(start + length) {
            let number = letters[start..<start + length]
            if NIR.hasForm(number) || length == 15 && NIR(String(decoding: number, as: UTF8.self)) != nil { return true }
        }
        return false
    }

    // MARK: Characters

    private static let space = UInt8(ascii: " ")
    private static func isDigit(_ character: UInt8) -> Bool { 0x30...0x39 ~= character }
    /// Whether the character is a digit or a capital.
    private static func isPlain(_ character: UInt8) -> Bool { isDigit(character) || 0x41...0x5A ~= character }
}

extension NIR {
    /// Whether 13 or 15 characters have the form of a NIR, with any key: sex, year, month, département, and digits.
    fileprivate static func hasForm(_ number: ArraySlice<UInt8>) -> Bool {
        let characters = Array(number)
        guard characters[0] == UInt8(ascii: "1") || characters[0] == UInt8(ascii: "2") else { return false }
        let isCorsican = characters[5] == UInt8(ascii: "2") && (0x41...0x42).contains(characters[6])
        guard characters.indices.allSatisfy({ 0x30...0x39 ~= characters[$0] || $0 == 6 && isCorsican }) else { return false }
        let month = Int(characters[3] - 0x30) * 10 + Int(characters[4] - 0x30)
        return 1...12 ~= month || month == 20
    }
}
