public import CivilTime
public import Contracts

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
    public var method: CotisationCollection.Method

    /// A month.
    public init(month: Month, decidedOn: Day, isDecidedOnOtherGround: Bool = false, due: Flows, method: CotisationCollection.Method) {
        self.month = month
        self.decidedOn = decidedOn
        self.isDecidedOnOtherGround = isDecidedOnOtherGround
        self.due = due
        self.method = method
    }
}
