extension UnreadableText {
    /// The problem, and what to type instead. It quotes the typed text.
    public func phrase(in language: Language) -> Phrase {
        switch language {
        case .french: french
        case .english: english
        }
    }

    private var french: Phrase {
        switch (part, problem) {
        case (_, .empty): "Rien n'est écrit."
        case (.year, .missing): "L'année manque : écrivez par exemple 01/09/2026."
        case (.day, .missing): "Le jour manque : écrivez par exemple 01/09/2026."
        case (.month, .ambiguous): "« \(typed: typed) » peut désigner plusieurs mois : écrivez son nom en entier, ou son numéro."
        case (.month, .notInCalendar): "Le mois \(typed: typed) n'existe pas : le jour vient d'abord, puis le mois."
        case (.month, _): "« \(typed: typed) » n'est pas un mois."
        case (.day, .notInCalendar): "Le jour \(typed: typed) n'existe pas dans ce mois."
        case (.day, _): "« \(typed: typed) » n'est pas un jour."
        case (.year, _): "« \(typed: typed) » n'est pas une année : écrivez 2 ou 4 chiffres."
        case (.weekday, _): "Ce jour n'est pas un \(typed: typed)."
        case (.time, .ambiguous): "Cette heure est passée deux fois ce jour-là : écrivez l'instant, par exemple 2026-10-25T00:30:00Z."
        case (.time, _): "Cette heure n'existe pas ce jour-là."
        case (.amount, .ambiguous): "« \(typed: typed) » peut se lire de deux façons : écrivez les centimes, par exemple 2 500,00."
        case (_, .negative): "Le montant ne peut pas être négatif."
        case (_, .tooGreat): "Le montant est trop grand."
        case (_, .tooFine): "« \(typed: typed) » a plus de deux décimales."
        case (.cents, _): "« \(typed: typed) » : les centimes ont un ou deux chiffres."
        case (.amount, _): "« \(typed: typed) » n'est pas un montant : écrivez par exemple 2 500,50."
        case (.whole, _): "« \(typed: typed) » n'est pas lisible : écrivez par exemple 01/09/2026 ou 1er sept. 2026."
        }
    }

    private var english: Phrase {
        switch (part, problem) {
        case (_, .empty): "Nothing is written."
        case (.year, .missing): "The year is missing: write for example 01/09/2026."
        case (.day, .missing): "The day is missing: write for example 01/09/2026."
        case (.month, .ambiguous): "“\(typed: typed)” may be several months: write its name in full, or its number."
        case (.month, .notInCalendar): "There is no month \(typed: typed): the day comes first, then the month."
        case (.month, _): "“\(typed: typed)” is no month."
        case (.day, .notInCalendar): "That month has no day \(typed: typed)."
        case (.day, _): "“\(typed: typed)” is no day."
        case (.year, _): "“\(typed: typed)” is no year: write 2 or 4 digits."
        case (.weekday, _): "That day is no \(typed: typed)."
        case (.time, .ambiguous): "That time came twice on that day: write the instant, for example 2026-10-25T00:30:00Z."
        case (.time, _): "There is no such time on that day."
        case (.amount, .ambiguous): "“\(typed: typed)” can be read in two ways: write the cents, for example 2,500.00."
        case (_, .negative): "The amount cannot be negative."
        case (_, .tooGreat): "The amount is too great."
        case (_, .tooFine): "“\(typed: typed)” has more than two decimals."
        case (.cents, _): "“\(typed: typed)”: the cents have one digit or two."
        case (.amount, _): "“\(typed: typed)” is no amount: write for example 2,500.50."
        case (.whole, _): "“\(typed: typed)” cannot be read: write for example 01/09/2026 or 1 Sept 2026."
        }
    }
}
