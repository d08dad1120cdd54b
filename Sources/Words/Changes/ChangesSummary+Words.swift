import CivilTime
public import Contracts

extension ChangesSummary {
    /// The changes by facts when they were recorded, in a line:
    /// `Couverture en avril 2027 : acquise au lieu de provisoire, pour 3 personnes. À régulariser : …`
    ///
    /// - Parameter person: returns the words for the holder (`nil`) or a beneficiary.
    public func phrase(in language: Language, person: (BeneficiaryID?) -> Phrase) -> Phrase {
        var parts = [cover.map { coverPhrase($0, in: language, person: person) }, Phrase.adjustment(due, in: language)].compactMap(\.self)
        func add(_ condition: Bool, _ words: @autoclosure () -> Bilingual) { if condition { parts.append("\(words()[language])") } }
        add(changesOption, both("L'option change.", "The option changes."))
        add(changesEmployer, both("L'employeur change.", "The employer changes."))
        add(changesLaterMonths, both("Des mois à venir changent.", "Later months change."))
        // A change of cover implies a change of rights: both need not be mentioned.
        add(cover == nil && rights > 0, Self.counted(rights, both("droit", "right"), both("droits", "rights")))
        add(deadlines > 0, Self.counted(deadlines, both("échéance", "deadline"), both("échéances", "deadlines")))
        return parts.isEmpty ? "\(both("Rien n'a changé.", "Nothing changed.")[language])" : Phrase.joined(parts)
    }

    private func coverPhrase(_ change: CoverChange, in language: Language, person: (BeneficiaryID?) -> Phrase) -> Phrase {
        let days = Phrase.period(change.period, in: language)
        let instead = change.instead[language]
        let whom: Phrase =
            if people > 1 {
                language == .french ? ", pour \(people) personnes" : ", for \(people) people"
            } else if change.beneficiary != nil {
                language == .french ? ", pour \(person(change.beneficiary))" : ", for \(person(change.beneficiary))"
            } else { "" }
        let more: Phrase = hasMoreCover ? language == .french ? " ; d'autres jours changent aussi" : "; other days change too" : ""
        return language == .french ? "Couverture \(days) : \(instead)\(whom)\(more)." : "Cover \(days): \(instead)\(whom)\(more)."
    }

    private static func counted(_ count: Int, _ one: Bilingual, _ several: Bilingual) -> Bilingual {
        count == 1
            ? both("1 \(one.french) change.", "1 \(one.english) changes.")
            : both("\(count) \(several.french) changent.", "\(count) \(several.english) change.")
    }
}
