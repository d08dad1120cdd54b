public import CivilTime
public import Contracts

/// Something that is wrong, or will be unless somebody acts.
public enum Warning: Hashable, Sendable {
    /// Months of portability whose proof is overdue: the portability does not cover them. In order, at least one.
    case proofsOverdue([Month], areWhole: Bool)
    /// The first month of portability whose proof is awaited, through a day.
    case proofAwaited(Month, through: Day)
    /// An unpaid absence can be continued on a request sent through this day.
    case continuationOpen(through: Day)
    /// Nobody asked for a continuation of an unpaid absence through this day, the last to do so.
    case continuationClosed(lastDay: Day)
    /// Employment ended, and no portability was started: papers are missing.
    case portabilityNotStarted
    /// Employment ended, and this rule excludes portability.
    case portabilityExcluded(Rule)
    /// The month is due by direct debit, and no mandate is in force then or later.
    case mandateMissing
    /// The exemption ends soon, and nothing follows.
    case nothingAfterExemption
    /// The child for whom the holder is available turns 12 on this day, within the absence.
    case childReaches12(on: Day)
}
