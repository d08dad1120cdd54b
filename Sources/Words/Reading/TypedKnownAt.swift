public import CivilTime

/// The instant of knowledge, as a clerk asks for it.
public enum TypedKnownAt: Hashable, Sendable {
    /// The present knowledge.
    case now
    /// The knowledge at an instant, including facts recorded exactly then.
    case instant(Instant)
    /// The knowledge when the fact with this version was recorded.
    case version(Int)
}

extension TypedKnownAt {
    /// The text that ``DayReader`` reads back as this value: `maintenant`, `fait 7`, `10 mai 2027` for the last instant of a day, `10 mai
    /// 2027 à 10 h 30` for the last of a minute, and RFC 3339 for any other instant.
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
        // An instant outside the calendar, or a time that occurs twice, cannot be read back from its day or minute.
        let texts = [day.written(in: language), instant.written(in: language)]
        return texts.first { (try? reader.knownAt($0)) == self } ?? instant.description
    }
}
