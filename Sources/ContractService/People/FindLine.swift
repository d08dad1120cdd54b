import Billing
import CivilTime
import FoundationEssentials
import JSON

/// A clerk's parsed search line: names, a day or year of birth, a number, an address, a contract, an employer.
public struct FindLine: Sendable {
    /// The words of names, in order.
    let names: [String]
    /// The other search terms. A person matches a term if they match one of its readings.
    let terms: [[Reading]]

    /// A possible meaning of a part of the line.
    enum Reading: Hashable, Sendable {
        case nir(String)
        case iban(String)
        case email(String)
        case phone(String)
        case birthDay(Day)
        case birthYear(Int)
        /// The first hexadecimal digits of a contract's identifier.
        case contract(digits: String)
        case employer(String)
    }

    /// The maximum number of characters in a line.
    public static let limit = 200
    /// The maximum number of words in a line.
    private static let wordLimit = 16
    /// The maximum number of words in one term: an IBAN in groups of four has nine.
    private static let longest = 9

    /// Parses a line: each term takes as many words as possible. Nil for an empty or too long line.
    ///
    /// - Parameter employers: the form of employers' codes.
    public init?(_ line: String, employers: EmployerCodes) {
        guard line.scalarCount <= FindLine.limit else { return nil }
        var words = line.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }).map(String.init)[...]
        guard !words.isEmpty, words.count <= FindLine.wordLimit else { return nil }
        var names: [String] = []
        var terms: [[Reading]] = []
        parts: while let first = words.first {
            for count in stride(from: min(FindLine.longest, words.count), through: 1, by: -1) {
                guard let reading = FindLine.reading(of: words.prefix(count)) else { continue }
                terms.append([reading])
                words = words.dropFirst(count)
                continue parts
            }
            let readings = FindLine.readings(of: first, employers)
            if readings.isEmpty { names += NameForm.words(of: first) } else { terms.append(readings) }
            words = words.dropFirst()
        }
        guard !names.isEmpty || !terms.isEmpty else { return nil }
        self.names = names
        self.terms = terms
    }

    /// The kinds of search terms, without their values.
    public var kinds: [String] {
        var kinds: Set<String> = names.isEmpty ? [] : ["name"]
        for reading in terms.joined() { kinds.insert(reading.kind) }
        return kinds.sorted()
    }

    /// The employer's code, if the line contains nothing else; otherwise nil.
    public var employerAlone: String? {
        guard names.isEmpty, terms.count == 1 else { return nil }
        return terms[0].lazy.compactMap { if case .employer(let code) = $0 { code } else { nil } }.first
    }

    /// What these words certainly mean together; nil when they have no certain meaning.
    private static func reading(of words: ArraySlice<String>) -> Reading? {
        let joined = words.joined()
        if let nir = nir(joined) { return .nir(nir) }
        if let iban = IBAN(joined) { return .iban(iban.text) }
        if let day = birthDay(words) { return .birthDay(day) }
        let digits = joined.utf8.count { (0x30...0x39).contains($0) }
        let isPhone = joined.hasPrefix("+") ? (8...15).contains(digits) : digits == 10 && joined.hasPrefix("0")
        if isPhone, joined.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+.-/()".utf8.contains($0) }) {
            return .phone(PhoneForm.digits(of: joined))
        }
        if words.count == 1, joined.contains("@") { return .email(joined.lowercased()) }
        return nil
    }

    /// A NIR with or without its key.
    private static func nir(_ text: String) -> String? {
        if let nir = NIR(text) { return nir.text }
        guard text.utf8.count == 13 else { return nil }
        // Without a key, tries each one. So only `NIR` checks the form of the 13 characters.
        return (1...97).lazy.compactMap { NIR(text + ($0 < 10 ? "0" : "") + String($0))?.text }.first
    }

    /// `14/03/1985`, `14.03.1985`, `14-03-1985`, `14 03 1985`, `14 mars 1985`, `1985-03-14`.
    private static func birthDay(_ words: ArraySlice<String>) -> Day? {
        if words.count == 1, let word = words.first {
            if let day = Day(word) { return day }
            return [Character("/"), ".", "-"].lazy.compactMap { separator -> Day? in
                let parts = word.split(separator: separator, omittingEmptySubsequences: false)
                return parts.count == 3 ? day(parts[0], Int(parts[1]), parts[2]) : nil
            }.first
        }
        guard words.count == 3 else { return nil }
        let parts = Array(words)
        let month = parts[1].utf8.count <= 2 ? Int(parts[1]) : months[NameForm.words(of: parts[1]).joined()]
        return day(parts[0][...], month, parts[2][...])
    }

    private static func day(_ day: Substring, _ month: Int?, _ year: Substring) -> Day? {
        let day = day == "1er" ? "1" : day
        guard (1...2).contains(day.utf8.count), year.utf8.count == 4, let number = Int(day), let month, let year = Int(year) else {
            return nil
        }
        return Day(year: year, month: month, day: number)
    }

    private static let months: [String: Int] = [
        "JANVIER": 1, "FEVRIER": 2, "MARS": 3, "AVRIL": 4, "MAI": 5, "JUIN": 6, "JUILLET": 7, "AOUT": 8, "SEPTEMBRE": 9, "OCTOBRE": 10,
        "NOVEMBRE": 11, "DECEMBRE": 12,
    ]

    /// All possible meanings of a word with a digit; empty for a word of a name.
    private static func readings(of word: String, _ employers: EmployerCodes) -> [Reading] {
        guard word.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return [] }
        var readings: [Reading] = []
        if word.utf8.count == 4, let year = Int(word), (1850...2150).contains(year) { readings.append(.birthYear(year)) }
        if let digits = contractDigits(word) { readings.append(.contract(digits: digits)) }
        if employers.accepts(word) { readings.append(.employer(word)) }
        let capitals = word.uppercased()
        if capitals != word, employers.accepts(capitals) { readings.append(.employer(capitals)) }
        if word.utf8.count >= 6, word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { readings.append(.phone(word)) }
        return readings
    }

    /// The first digits of an identifier: four or more, without hyphens or with all of them in place.
    static func contractDigits(_ word: String) -> String? {
        let digits = word.lowercased().filter { $0 != "-" }
        guard (4...32).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else {
            return nil
        }
        guard word.contains("-") else { return digits }
        return FindLine.identifier(digits, padding: "0").hasPrefix(word.lowercased()) ? digits : nil
    }

    /// The range of identifiers that begin with these digits.
    static func contracts(beginningWith digits: String) -> ClosedRange<UUID>? {
        guard let least = UUID(uuidString: identifier(digits, padding: "0")),
            let greatest = UUID(uuidString: identifier(digits, padding: "f"))
        else { return nil }
        return least...greatest
    }

    private static func identifier(_ digits: String, padding: Character) -> String {
        var text = digits + String(repeating: padding, count: 32 - digits.utf8.count)
        for place in [20, 16, 12, 8] { text.insert("-", at: text.index(text.startIndex, offsetBy: place)) }
        return text
    }
}

extension FindLine.Reading {
    /// The kind of term, without its value.
    fileprivate var kind: String {
        switch self {
        case .nir: "nir"
        case .iban: "iban"
        case .email: "email"
        case .phone: "phone"
        case .birthDay: "birthDay"
        case .birthYear: "birthYear"
        case .contract: "contract"
        case .employer: "employer"
        }
    }
}
