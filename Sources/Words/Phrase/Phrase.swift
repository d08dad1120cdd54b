public import CivilTime

/// A text in runs, which a page marks up, a terminal colours and a paper prints.
public struct Phrase: Hashable, Sendable {
    /// A run of the text, with its kind.
    public struct Run: Hashable, Sendable {
        /// The kind of a run.
        public enum Kind: Hashable, Sendable {
            /// Words of the program.
            case plain
            /// Emphasised words.
            case strong
            /// A person's name, as a user typed it. It must be isolated, because its direction may differ.
            case name
            /// Another text from a user, such as a code or a reference.
            case typed
            /// A day.
            case day(Day)
            /// A month.
            case month(Month)
            /// An amount.
            case amount(Money)
        }

        /// The kind.
        public let kind: Kind
        /// The text.
        public let text: String
    }

    /// The runs, in order. No run is empty, and no two neighbours are plain.
    public private(set) var runs: [Run] = []

    /// An empty phrase.
    public init() {}

    /// Whether the phrase is empty.
    public var isEmpty: Bool { runs.isEmpty }

    /// The whole text. Names and typed texts that could change the direction of the surrounding text are isolated (U+2068, U+2069).
    public var plainText: String { runs.map { $0.kind == .name || $0.kind == .typed ? $0.text.isolated : $0.text }.joined() }

    /// Adds a run.
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

    /// The phrase with a capital first letter, unless it starts with a user's text.
    public var capitalized: Phrase {
        guard let first = runs.first, first.kind != .name, first.kind != .typed else { return self }
        var phrase = self
        phrase.runs[0] = Run(kind: first.kind, text: first.text.capitalizedFirst)
        return phrase
    }

    /// The phrases with a separator between them, without the empty ones.
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
    /// The text, isolated if it has right-to-left letters or direction signs. Direction signs are removed.
    fileprivate var isolated: String {
        guard unicodeScalars.contains(where: { $0.isDirectionSign || $0.isRightToLeft }) else { return self }
        var result = "\u{2068}"
        result.unicodeScalars.append(contentsOf: unicodeScalars.filter { !$0.isDirectionSign })
        return result + "\u{2069}"
    }
}

extension Unicode.Scalar {
    /// Whether it is an embedding, an override or an isolate.
    fileprivate var isDirectionSign: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }

    /// Whether it is a letter of a right-to-left script such as Hebrew or Arabic, or the right-to-left mark.
    fileprivate var isRightToLeft: Bool {
        switch value {
        case 0x0590...0x08FF, 0x200F, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
