/// One text in both languages.
public struct Bilingual: Hashable, Sendable {
    /// The French text.
    public let french: String
    /// The English text.
    public let english: String

    /// These texts, unchanged.
    public init(_ french: String, _ english: String) {
        self.french = french
        self.english = english
    }

    /// The text in a language.
    public subscript(language: Language) -> String {
        switch language {
        case .french: french
        case .english: english
        }
    }

    /// Both texts with a capital first letter, for labels and headings.
    public var capitalized: Bilingual { Bilingual(french.capitalizedFirst, english.capitalizedFirst) }
}

/// A typeset text in both languages: typographic apostrophes, and no-break spaces as French typography requires.
public func both(_ french: String, _ english: String) -> Bilingual { Bilingual(french.typeset, english.typeset) }

extension String {
    var capitalizedFirst: String { first.map { $0.uppercased() + dropFirst() } ?? self }
}
