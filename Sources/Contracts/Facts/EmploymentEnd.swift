public import CivilTime

/// Employment ends.
public struct EmploymentEnd: Hashable, Sendable {
    /// How employment ended.
    public enum Reason: String, CaseIterable, Sendable {
        case endOfContract, dismissal, mutualTermination, resignation, retirement, death, secondment, transfer
    }

    /// The last day of employment.
    public var lastDay: Day
    /// How it ended.
    public var reason: Reason

    /// An end of employment as the caller states it.
    public init(lastDay: Day, reason: Reason) {
        self.lastDay = lastDay
        self.reason = reason
    }

    /// The first day without employment.
    public var effectiveOn: Day { lastDay.next }
}
