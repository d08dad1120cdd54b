public import CivilTime
public import Contracts

/// A present problem, or a future one unless somebody acts.
public enum Warning: Hashable, Sendable {
    /// Months of portability with an overdue proof, which are not covered. In order, at least one.
    case proofsOverdue([Month], areWhole: Bool)
    /// The first month of portability with an awaited proof, and its due day.
    case proofAwaited(Month, through: Day)
    /// An unpaid absence can be continued on a request sent through this day.
    case continuationOpen(through: Day)
    /// An unpaid absence was not continued: this was the last day to request it.
    case continuationClosed(lastDay: Day)
    /// Employment ended, and no portability was started: papers are missing.
    case portabilityNotStarted
    /// Employment ended, and this rule excludes a portability.
    case portabilityExcluded(Rule)
    /// The month is due by direct debit, without a mandate on its deciding day or later.
    case mandateMissing
    /// The exemption ends soon, and nothing follows.
    case nothingAfterExemption
    /// The child for whom the holder is available turns 12 on this day, during the absence.
    case childReaches12(on: Day)
}
