public import CivilTime
public import Contracts

/// The payments of a month, and their collection.
public struct MonthDue: Hashable, Sendable {
    /// The month.
    public var month: Month
    /// The day that decides it.
    public var decidedOn: Day
    /// Whether the cover on that day has another ground than on the day asked about.
    public var isDecidedOnOtherGround: Bool
    /// The amounts between the parties.
    public var due: Flows
    /// The way of collection.
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
