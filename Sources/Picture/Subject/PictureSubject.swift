public import CivilTime
public import Contracts

/// The content of a picture: the timelines of a contract as known at an instant, and all its facts.
///
/// That instant is called the picture's instant.
public struct PictureSubject: Sendable {
    /// A person with their cover.
    public struct Person: Sendable {
        /// The person.
        public let key: PersonKey
        /// The text above the lane, such as *Samir Haddad, partenaire de PACS*.
        public let title: String
        /// The heading of the column in the table, such as *Samir*.
        public let name: String
        /// Their cover on every day.
        public let cover: Timeline<Cover>

        /// A person.
        public init(_ key: PersonKey, title: String, name: String, cover: Timeline<Cover>) {
            self.key = key
            self.title = title
            self.name = name
            self.cover = cover
        }
    }

    /// The holder's standing on every day.
    public let standing: Timeline<ShownStanding>
    /// The holder first, then the beneficiaries.
    public let persons: [Person]
    /// The payments of each day's month.
    public let payments: Timeline<Flows>
    /// All facts by version, including those recorded after the picture's instant.
    public let facts: [ShownFact]
    /// The version of the last fact known at the picture's instant; 0 when there is none.
    public let knownVersion: Int
    /// The Paris day of that instant.
    public let knownOn: Day
    /// Whether that instant is the present.
    public let isPresent: Bool

    /// A subject from its parts.
    public init(
        standing: Timeline<ShownStanding>, persons: [Person], payments: Timeline<Flows>, facts: [ShownFact], knownVersion: Int,
        knownOn: Day, isPresent: Bool
    ) {
        self.standing = standing
        self.persons = persons
        self.payments = payments
        self.facts = facts
        self.knownVersion = knownVersion
        self.knownOn = knownOn
        self.isPresent = isPresent
    }

    /// The first and last of all effective and recording days; nil without facts.
    var factDays: ClosedRange<Day>? {
        let days = facts.flatMap { [$0.recordedOn, $0.effectiveOn ?? $0.recordedOn] }.filter(Day.calendar.contains)
        guard let first = days.min(), let last = days.max() else { return nil }
        return first...last
    }
}
