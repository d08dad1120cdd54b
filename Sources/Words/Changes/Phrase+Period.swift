public import CivilTime

extension Phrase {
    /// A period: `du 1er mai au 31 août 2026`, `du 3 au 4 mai 2026`, `le 3 mai 2026`, `en avril 2027` for a whole month, `à partir du 1er
    /// mai 2026`.
    ///
    /// A bound outside the calendar counts as open.
    public static func period(_ period: Period, in language: Language) -> Phrase {
        let from = period.from.flatMap { Day.calendar.contains($0) ? $0 : nil }
        let through = period.through.flatMap { Day.calendar.contains($0) ? $0 : nil }
        switch (from, through) {
        case (nil, nil): return "\(both("sans début ni fin", "without beginning or end")[language])"
        case (let from?, nil):
            return language == .french ? "à partir du \(day(from, in: language))" : "from \(day(from, in: language)) on"
        case (nil, let through?):
            return language == .french ? "jusqu'au \(day(through, in: language))" : "until \(day(through, in: language))"
        case (let from?, let through?):
            let month = Month(of: from)
            if from == month.firstDay, through == month.lastDay {
                return language == .french ? "en \(Phrase.month(month, in: language))" : "in \(Phrase.month(month, in: language))"
            }
            if from == through { return language == .french ? "le \(day(from, in: language))" : "on \(day(from, in: language))" }
            let first: Phrase = month == Month(of: through) ? "\(dayOfMonth(from, in: language))" : day(from, in: language, near: through)
            let last = day(through, in: language)
            return language == .french ? "du \(first) au \(last)" : "from \(first) to \(last)"
        }
    }

    /// The day of the month alone: `1er`, `14`.
    private static func dayOfMonth(_ day: Day, in language: Language) -> String {
        let number = day.components.day
        return language == .french && number == 1 ? "1er" : String(number)
    }

    /// A run of months: `de septembre à décembre 2026`, `janvier 2027`, `à partir d’avril 2027`.
    public static func months(from: Month?, through: Month?, in language: Language) -> Phrase {
        let from = from.flatMap { Month.calendar.contains($0) ? $0 : nil }
        let through = through.flatMap { Month.calendar.contains($0) ? $0 : nil }
        switch (from, through) {
        case (nil, nil): return "\(both("tous les mois", "every month")[language])"
        case (let from?, nil):
            return language == .french ? "à partir \(ofMonth(from, in: language))" : "from \(month(from, in: language)) on"
        case (nil, let through?):
            return language == .french ? "jusqu'en \(month(through, in: language))" : "until \(month(through, in: language))"
        case (let from?, let through?):
            if from == through { return month(from, in: language) }
            let last = month(through, in: language)
            return language == .french
                ? "\(ofMonth(from, in: language, near: through)) à \(last)" : "\(month(from, in: language, near: through)) to \(last)"
        }
    }
}

extension String {
    /// The words after *au lieu de*: `d’aucune`, `de provisoire`.
    var afterDe: String { first.map { "aeiouéèê".contains($0) } ?? false ? "d\u{2019}\(self)" : "de \(self)" }
}
