public import CivilTime
public import Contracts

/// All that a person reads in a picture, in the language of the page.
///
/// A function that gives several texts gives the fullest first: the picture shows the longest that fits, the table the first. An empty list says nothing.
/// A name in a title should stand between U+2068 and U+2069, so that its direction does not reach the words around it.
public struct PictureLabels: Sendable {
    /// The name of the picture.
    public var title: String
    /// What it shows, in a sentence or two.
    public var description: String
    /// The title of the lane of the situation.
    public var situation: String
    /// The title of the lane of the payments.
    public var payment: String
    /// The title of the rails.
    public var rails: String
    /// What stands below the mark of the instant of the picture.
    public var known: String
    /// The words for a standing on the days of a period.
    public var standing: @Sendable (ShownStanding, Period) -> [String]
    /// The words for a cover.
    public var cover: @Sendable (Cover) -> [String]
    /// The words for what a month comes to.
    public var flows: @Sendable (Flows) -> [String]
    /// A month above the grid, with its year or without.
    public var month: @Sendable (_ month: Month, _ hasYear: Bool) -> String
    /// The day asked about, above its line: without the year.
    public var shortDay: @Sendable (Day) -> String
    /// A day of the table.
    public var day: @Sendable (Day) -> String
    /// How many days late a fact was recorded: *+19 j*.
    public var daysLate: @Sendable (Int) -> String
    /// The words of the tables.
    public var table: PictureTableLabels
    /// What a look means; empty to leave it out of the legend.
    public var look: @Sendable (PieceLook) -> String
    /// What the line of a fact recorded late means.
    public var late: String
    /// What the line of a fact means that was recorded after the instant of the picture.
    public var notKnownYet: String
    /// What the line of an annulled fact means.
    public var rescinded: String
    /// What a hollow bar means: what was known before.
    public var before: String
    /// The name of the list of instants.
    public var instants: String
    /// An instant of that list, with its hour where two lie on one day.
    public var instant: @Sendable (_ instant: Instant, _ hasHour: Bool) -> String
    /// The present, the last of that list.
    public var present: String

    /// All words.
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
    /// What the line of a fact says besides the days that it joins.
    func words(for kind: FactLine.Kind) -> String {
        switch kind {
        case .inTime: ""
        case .late: late
        case .rescinded: rescinded
        case .notKnownYet: notKnownYet
        }
    }
}
