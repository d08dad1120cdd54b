public import CivilTime

/// A text in runs: what a page marks up, a terminal colours and a paper prints.
public struct Phrase: Hashable, Sendable {
    /// A part of the text, with what it is.
    public struct Run: Hashable, Sendable {
        /// What a part of the text is.
        public enum Kind: Hashable, Sendable {
            /// Words of this room.
            case plain
            /// The words that matter most.
            case strong
            /// A person's name, as somebody typed it: to be isolated, as its direction may be another.
            case name
            /// Another text that somebody typed, such as a code or a reference.
            case typed
            /// A day.
            case day(Day)
            /// A month.
            case month(Month)
            /// An amount.
            case amount(Money)
        }

        /// What it is.
        public let kind: Kind
        /// Its text.
        public let text: String
    }

    /// The parts, in order. None is empty, and no two neighbours are plain.
    public private(set) var runs: [Run] = []

    /// No text.
    public init() {}

    /// Whether there is no text.
    public var isEmpty: Bool { runs.isEmpty }

    /// The text in one piece. Names and typed texts that could turn the text around them are isolated (U+2068, U+2069).
    public var plainText: String { runs.map { $0.kind == .name || $0.kind == .typed ? $0.text.isolated : $0.text }.joined() }

    /// Adds a part.
    mutating func append(_ text: String, _ kind: Run.Kind) {
        if text.isEmpty { return }
        if kind == .plain, let last = runs.last, last.kind == .plain {
            runs[runs.count - 1] = Run(kind: .plain, text: last.text + text)
        } else {
            runs.append(Run(kind: kind, text: text))
        }
    }

    /// Adds another phrase.
    public mutating func append(_ other: Phrase) {
        for run in other.runs { append(run.text, run.kind) }
    }

    /// The phrase with a capital first letter, unless somebody typed its beginning.
    public var capitalized: Phrase {
        guard let first = runs.first, first.kind != .name, first.kind != .typed else { return self }
        var phrase = self
        phrase.runs[0] = Run(kind: first.kind, text: first.text.capitalizedFirst)
        return phrase
    }

    /// Phrases, a separator between each and the next; empty ones are left out.
    public static func joined(_ phrases: [Phrase], by separator: String = " ") -> Phrase {
        var result = Phrase()
        for phrase in phrases where !phrase.isEmpty {
            if !result.isEmpty { result.append(separator, .plain) }
            result.append(phrase)
        }
        return result
    }
}

extension String {
    /// The text, isolated where letters are written from right to left or where it holds signs that change the direction, which are dropped.
    fileprivate var isolated: String {
        guard unicodeScalars.contains(where: { $0.isDirectionSign || $0.isRightToLeft }) else { return self }
        var result = "\u{2068}"
        result.unicodeScalars.append(contentsOf: unicodeScalars.filter { !$0.isDirectionSign })
        return result + "\u{2069}"
    }
}

extension Unicode.Scalar {
    /// Embeddings, overrides and isolates.
    fileprivate var isDirectionSign: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }

    /// A letter of Hebrew, Arabic or another script of that direction, or the mark that stands for one.
    fileprivate var isRightToLeft: Bool {
        switch value {
        case 0x0590...0x08FF, 0x200F, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
