/// A typed date, split into numbers and words. Spaces, `/`, `-`, `.` and `,` are separators.
struct DateTokens {
    enum Token: Equatable {
        /// Digits, as they were typed.
        case number(String)
        /// Letters, in lower case and without accents.
        case word(String)

        var text: String {
            switch self {
            case .number(let text), .word(let text): text
            }
        }
    }

    private(set) var tokens: [Token] = []

    /// Longer than any real date: `mercredi 1er septembre 2026` has 27 characters.
    private static let limit = 60

    /// - Throws: if a character is not a letter, digit or separator, or if the text starts or ends with a separator other than a space or a
    ///   dot.
    init(_ text: String) throws(UnreadableText) {
        let folded = text.folded
        guard folded.unicodeScalars.count <= DateTokens.limit else { throw UnreadableText(.whole, .unreadable, typed: text) }
        var isAfterSeparator = true
        for scalar in folded.unicodeScalars {
            switch scalar {
            case "0"..."9": add(scalar) { .number($0) }
            case "a"..."z": add(scalar) { .word($0) }
            case "/", "-":
                // `//` or a leading sign has no clear meaning.
                if isAfterSeparator { throw UnreadableText(.whole, .unreadable, typed: text) }
                isOpen = false
            case " ", ".", ",": isOpen = false
            default: throw UnreadableText(.whole, .unreadable, typed: text)
            }
            isAfterSeparator = scalar == "/" || scalar == "-" || (isAfterSeparator && scalar == " ")
        }
        if tokens.isEmpty { throw UnreadableText(.whole, folded.isEmpty ? .empty : .unreadable, typed: text) }
        if isAfterSeparator { throw UnreadableText(.whole, .unreadable, typed: text) }
    }

    /// Whether the next character continues the last token.
    private var isOpen = false

    private mutating func add(_ scalar: Unicode.Scalar, _ make: (String) -> Token) {
        if isOpen, let last = tokens.last, make(last.text) == last {
            tokens[tokens.count - 1] = make(last.text + String(scalar))
        } else {
            tokens.append(make(String(scalar)))
        }
        isOpen = true
    }

    /// Drops words without meaning: `le`, and the ordinal suffix after a day.
    mutating func dropFillers() {
        if tokens.first == .word("le") || tokens.first == .word("the") { tokens.removeFirst() }
        for place in tokens.indices.dropFirst().reversed() {
            guard case .number(let number) = tokens[place - 1], number.utf8.count <= 2, case .word(let word) = tokens[place] else {
                continue
            }
            let isFrench = word == "er" && Int(number) == 1
            if isFrench || ["st", "nd", "rd", "th"].contains(word) { tokens.remove(at: place) }
        }
    }

    /// Removes the day of the week at the start, and returns it with its number, from Sunday.
    mutating func takeWeekday() -> (number: Int, word: String)? {
        guard case .word(let word)? = tokens.first else { return nil }
        for language in Language.allCases {
            if let weekday = MonthNames.weekdays(in: language).firstIndex(where: { $0.folded == word }) {
                tokens.removeFirst()
                return (weekday, word)
            }
        }
        return nil
    }
}

extension String {
    /// The text in lower case, without accents, with plain spaces only and none at the ends.
    var folded: String {
        var result = ""
        for scalar in lowercased().unicodeScalars {
            switch scalar {
            case "é", "è", "ê", "ë": result += "e"
            case "à", "â", "ä": result += "a"
            case "î", "ï": result += "i"
            case "ô", "ö": result += "o"
            case "û", "ù", "ü": result += "u"
            case "ç": result += "c"
            case "\u{2019}", "\u{2BC}": result += "'"
            case "\u{A0}", "\u{202F}", "\u{2009}", "\t": result += " "
            // A combining accent after its letter.
            case "\u{300}"..."\u{36F}": break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return String(result[...].trimmed)
    }
}

extension Substring {
    /// The text without the spaces at its ends.
    var trimmed: Substring {
        let start = drop { $0 == " " }
        let end = start.lastIndex { $0 != " " }
        return end.map { start[...$0] } ?? start
    }
}
