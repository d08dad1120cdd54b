public import CivilTime
public import Contracts

/// All texts of a picture, in the language of the page.
///
/// A function that returns several texts returns the longest first: the picture shows the longest that fits, the table the first. An empty
/// list means no text.
///
/// Put a name in a title between U+2068 and U+2069, so that its direction does not affect the words around it.
public struct PictureLabels: Sendable {
    /// The name of the picture.
    public var title: String
    /// A description of the picture, in a sentence or two.
    public var description: String
    /// The title of the lane of the situation.
    public var situation: String
    /// The title of the lane of the payments.
    public var payment: String
    /// The title of the rails.
    public var rails: String
    /// The label of the picture's instant.
    public var known: String
    /// The words for a standing on the days of a period.
    public var standing: @Sendable (ShownStanding, Period) -> [String]
    /// The words for a cover.
    public var cover: @Sendable (Cover) -> [String]
    /// The words for the payments of a month.
    public var flows: @Sendable (Flows) -> [String]
    /// A month above the grid, with or without its year.
    public var month: @Sendable (_ month: Month, _ hasYear: Bool) -> String
    /// The day asked about, above its line, without its year.
    public var shortDay: @Sendable (Day) -> String
    /// A day in the table.
    public var day: @Sendable (Day) -> String
    /// The delay of a fact in days: *+19 j*.
    public var daysLate: @Sendable (Int) -> String
    /// The words of the tables.
    public var table: PictureTableLabels
    /// The meaning of a look; empty to leave it out of the legend.
    public var look: @Sendable (PieceLook) -> String
    /// The meaning of the line of a fact recorded late.
    public var late: String
    /// The meaning of the line of a fact recorded after the picture's instant.
    public var notKnownYet: String
    /// The meaning of the line of an annulled fact.
    public var rescinded: String
    /// The meaning of a hollow bar: earlier knowledge.
    public var before: String
    /// The name of the list of instants.
    public var instants: String
    /// An instant in that list, with its hour if two are on the same day.
    public var instant: @Sendable (_ instant: Instant, _ hasHour: Bool) -> String
    /// The present, the last entry of that list.
    public var present: String

    /// All texts.
    public init(
        title: String, description: String, situation: String, payment: String, rails: String, known: String,
        standing: @escaping @Sendable (ShownStanding, Period) -> [String], cover: @escaping @Sendable (Cover) -> [String],
        flows: @escaping @Sendable (Flows) -> [String], month: @escaping @Sendable (_ month: Month, _ hasYear: Bool) -> String,
        shortDay: @escaping @Sendable (Day) -> String, day: @escaping @Sendable (Day) -> String,
        daysLate: @escaping @Sendable (Int) -> String, table: PictureTableLabels, look: @escaping @Sendable (PieceLook) -> String,
        late: String, notKnownYet: String, rescinded: String, before: String, instants: String,
        instant: @escaping @Sendable (_ instant: Instant, _ hasHour: Bool) -> String, present: String
    ) {
        self.title = title
        self.description = description
        self.situation = situation
        self.payment = payment
        self.rails = rails
        self.known = known
        self.standing = standing
        self.cover = cover
        self.flows = flows
        self.month = month
        self.shortDay = shortDay
        self.day = day
        self.daysLate = daysLate
        self.table = table
        self.look = look
        self.late = late
        self.notKnownYet = notKnownYet
        self.rescinded = rescinded
        self.before = before
        self.instants = instants
        self.instant = instant
        self.present = present
    }
}

extension PictureLabels {
    /// The meaning of a fact's line, besides the days that it joins.
    func words(for kind: FactLine.Kind) -> String {
        switch kind {
        case .inTime: ""
        case .late: late
        case .rescinded: rescinded
        case .notKnownYet: notKnownYet
        }
    }
}
