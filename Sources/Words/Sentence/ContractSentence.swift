public import CivilTime
public import Contracts

/// What a contract comes to on a day, said in a few sentences: for pages, search results, papers and the terminal.
///
/// No word says anybody's gender. The words of cover and money do not say the cause of an absence or the reason of an end, since papers are shown to
/// others; two warnings do: a portability that retirement excludes, and a child's twelfth birthday.
public struct ContractSentence: Hashable, Sendable {
    /// The day, the name, the state, its ground and its last day.
    public let cover: Phrase
    /// What is wrong, a sentence each.
    public let warnings: [Phrase]
    /// What the month comes to; `nil` where nothing is known of the contract.
    public let money: Phrase?
    /// What is to collect or to refund; `nil` where that was not asked, or is nothing.
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

    /// All of it.
    public var phrase: Phrase { Phrase.joined([cover] + warnings + [money, adjustment].compactMap(\.self)) }

    /// All of it, in one piece.
    public var plainText: String { phrase.plainText }
}

extension Contract {
    /// What the contract comes to on a day, as known, in words.
    ///
    /// - Parameters:
    ///   - today: the day on which the question is asked, in Paris.
    ///   - name: the holder's.
    public func sentence(on day: Day, today: Day, name: PersonName, in language: Language) -> ContractSentence {
        ContractSentence(ContractDay(self, on: day, today: today), name: name, in: language)
    }
}
