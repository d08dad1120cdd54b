public import CivilTime

extension Phrase {
    /// A day; its year is left out when `reference` has the same year.
    public static func day(_ day: Day, in language: Language, near reference: Day? = nil) -> Phrase {
        var phrase = Phrase()
        phrase.append(day.written(in: language, near: reference), .day(day))
        return phrase
    }

    /// A month; its year is left out when `reference` has the same year.
    public static func month(_ month: Month, in language: Language, near reference: Month? = nil) -> Phrase {
        var phrase = Phrase()
        phrase.append(month.written(in: language, near: reference), .month(month))
        return phrase
    }

    /// A month after *of*: `de mai`, `d’août`.
    static func ofMonth(_ month: Month, in language: Language, near reference: Month? = nil) -> Phrase {
        var phrase = Phrase()
        phrase.append(month.writtenAfterOf(in: language, near: reference), .month(month))
        return phrase
    }

    /// An amount.
    public static func amount(_ amount: Money, in language: Language) -> Phrase {
        var phrase = Phrase()
        phrase.append(amount.written(in: language), .amount(amount))
        return phrase
    }

    /// Several phrases as a list: `a, b et c`, `a, b and c`.
    static func list(_ phrases: [Phrase], in language: Language) -> Phrase {
        guard let last = phrases.last else { return Phrase() }
        let others = Phrase.joined(Array(phrases.dropLast()), by: ", ")
        let and = language == .french ? "et" : "and"
        return others.isEmpty ? last : "\(others) \(and) \(last)"
    }
}
