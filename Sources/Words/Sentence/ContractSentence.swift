public import CivilTime
public import Contracts

/// The situation of a contract on a day in a few sentences, for pages, search results, papers and the terminal.
///
/// The words are gender-neutral. Papers are shown to others, so the words of cover and money reveal neither the cause of an absence nor the
/// reason of an end. Two warnings do: a portability excluded by retirement, and a child's twelfth birthday.
public struct ContractSentence: Hashable, Sendable {
    /// The day, the name, the state, its ground and its last day.
    public let cover: Phrase
    /// The warnings, a sentence each.
    public let warnings: [Phrase]
    /// The payments of the month; `nil` when nothing is known of the contract.
    public let money: Phrase?
    /// The amounts to collect or refund; `nil` when zero or not asked for.
    public let adjustment: Phrase?

    /// The answers about a day, in words.
    public init(_ day: ContractDay, name: PersonName, in language: Language) {
        adjustment = day.adjustment.flatMap { Phrase.adjustment($0, in: language) }
        switch language {
        case .french:
            let sentence = FrenchSentence(day: day, name: name)
            cover = sentence.cover
            warnings = day.warnings.map(sentence.warning)
            money = day.month.map(sentence.money)
        case .english:
            let sentence = EnglishSentence(day: day, name: name)
            cover = sentence.cover
            warnings = day.warnings.map(sentence.warning)
            money = day.month.map(sentence.money)
        }
    }

    /// All sentences.
    public var phrase: Phrase { Phrase.joined([cover] + warnings + [money, adjustment].compactMap(\.self)) }

    /// All sentences, as plain text.
    public var plainText: String { phrase.plainText }
}

extension Contract {
    /// The situation of the contract on a day, as known, in words.
    ///
    /// - Parameters:
    ///   - today: the day of the question, in Paris.
    ///   - name: the holder's name.
    public func sentence(on day: Day, today: Day, name: PersonName, in language: Language) -> ContractSentence {
        ContractSentence(ContractDay(self, on: day, today: today), name: name, in: language)
    }
}
