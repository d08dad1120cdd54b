public import CivilTime

/// The second of the two times, as a clerk asks for it.
public enum TypedKnownAt: Hashable, Sendable {
    /// What is known now.
    case now
    /// What was known at an instant, facts recorded exactly then included.
    case instant(Instant)
    /// What was known when the fact with this version was recorded.
    case version(Int)
}

extension TypedKnownAt {
    /// The text that ``DayReader`` reads back as this: `maintenant`, `fait 7`, `10 mai 2027` for the last instant of a day,
    /// `10 mai 2027 à 10 h 30` for the last of a minute, and any other instant in RFC 3339.
    public func written(in language: Language) -> String {
        switch self {
        case .now: both("maintenant", "now")[language]
        case .instant(let instant): written(instant, in: language)
        case .version(let version): both("fait \(version)", "fact \(version)")[language]
        }
    }

    private func written(_ instant: Instant, in language: Language) -> String {
        let day = instant.parisDay
        let reader = DayReader(today: day)
        // Instants outside the calendar and times that clocks show twice are not read back by their day or minute.
        let texts = [day.written(in: language), instant.written(in: language)]
        return texts.first { (try? reader.knownAt($0)) == self } ?? instant.description
    }
}
