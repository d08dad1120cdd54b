public import CivilTime

extension Day {
    /// `1er septembre 2026`, `12 juillet 2027`; `1 September 2026`; abbreviated `12 juil. 2027`. The year has four digits.
    ///
    /// - Parameter reference: a day whose year is left out of the text.
    public func written(in language: Language, near reference: Day? = nil, abbreviated: Bool = false) -> String {
        let day = components.day
        let number = language == .french && day == 1 ? "1er" : String(day)
        let month = Month(of: self).written(in: language, near: reference.map(Month.init(of:)), abbreviated: abbreviated)
        return "\(number) \(month)"
    }

    /// `mardi 1er septembre 2026`, `Tuesday 1 September 2026`: shows a clerk how a typed day was read.
    public func writtenWithWeekday(in language: Language) -> String {
        "\(MonthNames.weekdays(in: language)[weekday]) \(written(in: language))"
    }

    /// `01/09/2026` in both languages, day first, as in form fields.
    public var writtenShort: String {
        let (year, month, day) = components
        return "\(digits(day, 2))/\(digits(month, 2))/\(digits(year, 4))"
    }

    /// The day of the week, 0 for Sunday. 1970-01-01 was a Thursday.
    var weekday: Int { ((number + 4) % 7 + 7) % 7 }
}
