public import CivilTime
public import Contracts

/// The answers of a contract about one day: the content of the sentence.
public struct ContractDay: Hashable, Sendable {
    /// The day asked about.
    public var on: Day
    /// The day of the question. It decides between *avait*, *a* and *aura*.
    public var today: Day
    /// The day on which deadlines are judged: the Paris day of *known at*.
    public var asOf: Day
    /// The holder's cover; `nil` when nothing is known of the contract.
    public var cover: Cover?
    /// The last day of the longest run of days with this cover; `nil` when it has no end.
    public var through: Day?
    /// The next cover; `nil` when none is known.
    public var next: Cover?
    /// The reason why there is no cover, if there is none.
    public var absence: NoCover?
    /// The present and future problems in the situation of that day.
    public var warnings: [Warning]
    /// The payments of a month; `nil` when nothing is known of the contract.
    public var month: MonthDue?
    /// The amounts for past months, to collect, or to refund where negative; `nil` when not asked for.
    public var adjustment: Flows?

    /// The answers about a day.
    public init(
        on: Day, today: Day, asOf: Day, cover: Cover?, through: Day? = nil, next: Cover? = nil, absence: NoCover? = nil,
        warnings: [Warning] = [], month: MonthDue? = nil, adjustment: Flows? = nil
    ) {
        self.on = on
        self.today = today
        self.asOf = asOf
        self.cover = cover
        self.through = through
        self.next = next
        self.absence = absence
        self.warnings = warnings
        self.month = month
        self.adjustment = adjustment
    }
}
