/// Phrases are written as literals: `"\(opening) une couverture \(strong: "provisoire")."`. Literals are typeset.
extension Phrase: ExpressibleByStringInterpolation {
    /// A plain text.
    public init(stringLiteral value: String) { append(value.typeset, .plain) }

    /// The parts of a literal.
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.phrase }

    /// Collects the parts of a literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var phrase = Phrase()

        /// An empty collection.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Adds the words between two interpolations.
        public mutating func appendLiteral(_ literal: String) { phrase.append(literal.typeset, .plain) }

        /// Adds another phrase.
        public mutating func appendInterpolation(_ other: Phrase) { phrase.append(other) }

        /// Adds words of the program.
        public mutating func appendInterpolation(_ words: String) { phrase.append(words.typeset, .plain) }

        /// Adds a number.
        public mutating func appendInterpolation(_ number: Int) { phrase.append(String(number), .plain) }

        /// Adds emphasised words.
        public mutating func appendInterpolation(strong words: String) { phrase.append(words.typeset, .strong) }

        /// Adds a user's text, unchanged.
        public mutating func appendInterpolation(typed text: String) { phrase.append(text, .typed) }
    }
}
