public import CivilTime
public import Contracts

/// What a contract answers about one day: all that the sentence says, before it is put into words.
public struct ContractDay: Hashable, Sendable {
    /// The day asked about.
    public var on: Day
    /// The day on which the question is asked. It decides between *avait*, *a* and *aura*.
    public var today: Day
    /// The day on which deadlines are judged: the Paris day of *known at*.
    public var asOf: Day
    /// The holder's cover; `nil` where nothing is known of the contract.
    public var cover: Cover?
    /// The last day of the longest run of days with this cover; `nil` when it has no end.
    public var through: Day?
    /// The cover that follows; `nil` when none is known.
    public var next: Cover?
    /// Why there is no cover, where there is none.
    public var absence: NoCover?
    /// What is wrong, or will be, in the situation of that day.
    public var warnings: [Warning]
    /// What a month comes to; `nil` where nothing is known of the contract.
    public var month: MonthDue?
    /// What is to collect, or to refund where negative, for months already gone; `nil` where that was not asked.
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
