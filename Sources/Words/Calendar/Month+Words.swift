public import CivilTime

extension Month {
    /// `juillet 2027`, `July 2027`; abbreviated `juil. 2027`. The year has four digits.
    ///
    /// - Parameter reference: a month whose year is left out of the text.
    public func written(in language: Language, near reference: Month? = nil, abbreviated: Bool = false) -> String {
        let name = MonthNames.all(in: language, abbreviated: abbreviated)[monthOfYear - 1]
        return reference?.year == year ? name : "\(name) \(digits(year, 4))"
    }

    /// The month after *of*: `de juillet 2027`, `d’août 2027`; `of July 2027`.
    public func writtenAfterOf(in language: Language, near reference: Month? = nil) -> String {
        let text = written(in: language, near: reference)
        switch language {
        case .french: return startsWithVowel ? "d\u{2019}\(text)" : "de \(text)"
        case .english: return "of \(text)"
        }
    }

    /// True for avril, août and octobre.
    private var startsWithVowel: Bool { [4, 8, 10].contains(monthOfYear) }
}
