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
    public var troubles: [Trouble]
    /// What a month comes to; `nil` where nothing is known of the contract.
    public var month: MonthDue?
    /// What is to collect, or to refund where negative, for months already gone; `nil` where that was not asked.
    public var adjustment: Flows?

    /// The answers about a day.
    public init(
        on: Day, today: Day, asOf: Day, cover: Cover?, through: Day? = nil, next: Cover? = nil, absence: NoCover? = nil,
        troubles: [Trouble] = [], month: MonthDue? = nil, adjustment: Flows? = nil
    ) {
        self.on = on
        self.today = today
        self.asOf = asOf
        self.cover = cover
        self.through = through
        self.next = next
        self.absence = absence
        self.troubles = troubles
        self.month = month
        self.adjustment = adjustment
    }
}

/// Why the holder has no cover on a day.
public enum NoCover: Hashable, Sendable {
    /// Neither an affiliation nor an exemption is known for the day or later.
    case notAffiliated
    /// An affiliation comes later.
    case beforeAffiliation(on: Day)
    /// An exemption comes first.
    case beforeExemption(on: Day)
    /// Employment ended with this day.
    case afterEmployment(lastDay: Day)
    /// Portability ended with this day; `nil` when it has no day at all.
    case afterPortability(lastDay: Day?)
    /// An exemption ended with this day; `nil` when it was over before its first day.
    case afterExemption(lastDay: Day?)
}

/// What a month comes to, and how it is collected.
public struct MonthDue: Hashable, Sendable {
    /// The month.
    public var month: Month
    /// The day that decides it.
    public var decidedOn: Day
    /// Whether cover rests on another ground on that day than on the day asked about.
    public var isDecidedOnOtherGround: Bool
    /// Who pays what to whom.
    public var due: Flows
    /// How it is collected.
    public var method: Contracts.Collection.Method

    /// A month.
    public init(month: Month, decidedOn: Day, isDecidedOnOtherGround: Bool = false, due: Flows, method: Contracts.Collection.Method) {
        self.month = month
        self.decidedOn = decidedOn
        self.isDecidedOnOtherGround = isDecidedOnOtherGround
        self.due = due
        self.method = method
    }
}
