/// A field of a command's form, in words.
public struct FormField: Hashable, Sendable {
    /// The RFC 6901 pointer of the field in the command's body: a refusal names the field by it.
    ///
    /// The elements of a list stand under `/0/`: the form repeats them with 1, 2 ….
    public let pointer: String
    /// What is asked.
    public let label: Bilingual
    /// How to answer: an example, or what the answer is for.
    public let hint: Bilingual?
    /// How it is answered.
    public let input: Input
    /// Whether an answer is needed.
    public let isRequired: Bool

    /// How a field is answered.
    public enum Input: Hashable, Sendable {
        /// A day, read by ``DayReader``.
        case day
        /// A day of birth: a year of two digits is of the past.
        case birthDay
        /// A month, read by ``DayReader``.
        case month
        /// An amount, read by `Money(typed:)`.
        case amount
        /// Yes or no.
        case yesNo
        /// One of these.
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

    /// An answer to choose.
    public struct Choice: Hashable, Sendable {
        /// The value in the command's body.
        public let value: String
        /// What it is called.
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
    /// The field within an object of another body: that of a command in a correction, under `/commands/0`, `/commands/1` ….
    public func under(_ pointer: String) -> FormField {
        FormField(pointer + self.pointer, label, hint: hint, input, isRequired: isRequired)
    }

    /// The field of an element of a list, by the element's place from 0. From the second element on the label tells the place.
    public func at(_ place: Int) -> FormField {
        guard place > 0, isRepeated else { return self }
        let number = " (\(place + 1))"
        return FormField(
            pointer.replacing("/0/", with: "/\(place)/", maxReplacements: 1), Bilingual(label.french + number, label.english + number),
            hint: hint, input, isRequired: isRequired)
    }

    /// Whether the field stands in each element of a list.
    public var isRepeated: Bool { pointer.contains("/0/") }
}

extension FormField.Input {
    /// One of the values of an enumeration.
    static func one<Value: CaseIterable & RawRepresentable<String> & Worded>(of values: Value.Type) -> Self {
        .choice(values.allCases.map { FormField.Choice(value: $0.rawValue, words: $0.words.capitalized) })
    }
}
