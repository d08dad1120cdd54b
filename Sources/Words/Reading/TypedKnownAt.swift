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
    /// The text that reads back as this: `maintenant`, `fait 7`, an instant by the clock of Paris.
    public func written(in language: Language) -> String {
        switch self {
        case .now: both("maintenant", "now")[language]
        case .instant(let instant): instant.written(in: language)
        case .version(let version): both("fait \(version)", "fact \(version)")[language]
        }
    }
}
