/// A field of a command's form, with its texts.
public struct FormField: Hashable, Sendable {
    /// The RFC 6901 pointer of the field in the command's body, by which a refusal names the field.
    ///
    /// Elements of a list have the index 0 here: `/0/`. The form repeats them with 1, 2 ….
    public let pointer: String
    /// The question.
    public let label: Bilingual
    /// A hint: an example, or the purpose of the answer.
    public let hint: Bilingual?
    /// The kind of answer.
    public let input: Input
    /// Whether an answer is required.
    public let isRequired: Bool

    /// The kind of answer of a field.
    public enum Input: Hashable, Sendable {
        /// A day, read by ``DayReader``.
        case day
        /// A birth date: a two-digit year is in the past.
        case birthDay
        /// A month, read by ``DayReader``.
        case month
        /// An amount, read by `Money(typed:)`.
        case amount
        /// Yes or no.
        case yesNo
        /// One of several choices.
        case choice([Choice])
        /// A line of at most `limit` characters.
        case line(limit: Int)
        /// An employer's code.
        case employer
        /// A scheme's name.
        case scheme
        /// A beneficiary of the contract; a new one for `add-beneficiary`.
        case beneficiary
        /// A fact of the contract, by its version.
        case fact
    }

    /// A choice.
    public struct Choice: Hashable, Sendable {
        /// The value in the command's body.
        public let value: String
        /// The words of the choice.
        public let words: Bilingual
    }

    init(_ pointer: String, _ label: Bilingual, hint: Bilingual? = nil, _ input: Input, isRequired: Bool = true) {
        self.pointer = pointer
        self.label = label
        self.hint = hint
        self.input = input
        self.isRequired = isRequired
    }
}

extension FormField {
    /// The field inside an object of another body: a correction has the fields of its commands under `/commands/0`, `/commands/1` ….
    public func under(_ pointer: String) -> FormField {
        FormField(pointer + self.pointer, label, hint: hint, input, isRequired: isRequired)
    }

    /// The field for the list element at an index, from 0. From the second element on, the label shows its number.
    public func at(_ place: Int) -> FormField {
        guard place > 0, isRepeated else { return self }
        let number = " (\(place + 1))"
        return FormField(
            pointer.replacing("/0/", with: "/\(place)/", maxReplacements: 1), Bilingual(label.french + number, label.english + number),
            hint: hint, input, isRequired: isRequired)
    }

    /// Whether the field is part of each element of a list.
    public var isRepeated: Bool { pointer.contains("/0/") }
}

extension FormField.Input {
    /// A choice among the values of an enumeration.
    static func one<Value: CaseIterable & RawRepresentable<String> & Worded>(of values: Value.Type) -> Self {
        .choice(values.allCases.map { FormField.Choice(value: $0.rawValue, words: $0.words.capitalized) })
    }
}
