public import CivilTime

/// How one knowledge of a contract differs from another: before and after a fact, or as known at two instants.
///
/// Each knowledge is judged on its own day, so a difference may come from time alone: a proof that became overdue.
public struct Changes: Equatable, Sendable {
    /// The cover that differs, in order of persons, the holder first, then of days.
    public let cover: [CoverChange]
    /// The holder's option where it differs, on days that have an option before and after; in order of days.
    public let options: [HeldOptionChange]
    /// The months that come to something else, in order.
    public let cotisation: [CotisationChange]
    /// The rights that came or went: continuation, portability, then each beneficiary's; in order of days.
    public let rights: [RightChange]
    /// What waits for a clerk and did not before, or not then, or no longer does; in order of due days.
    public let deadlines: [DeadlineChange]

    /// Nothing changes.
    public static let none = Changes(cover: [], options: [], cotisation: [], rights: [], deadlines: [])

    /// Whether nothing changes.
    public var isEmpty: Bool { self == .none }
}

/// Days on which a person's cover differs.
public struct CoverChange: Hashable, Sendable {
    /// Whose; `nil` for the holder.
    public let beneficiary: BeneficiaryID?
    /// The days.
    public let period: Period
    /// The cover before.
    public let before: Cover
    /// The last day of the cover before, which may lie after the period; `nil` without end.
    public let lastDayBefore: Day?
    /// The cover after.
    public let after: Cover
    /// The last day of the cover after, which may lie after the period; `nil` without end.
    public let lastDayAfter: Day?
}

/// Days on which the holder's option differs.
public struct HeldOptionChange: Hashable, Sendable {
    /// The days.
    public let period: Period
    /// The option before.
    public let before: Option
    /// The option after.
    public let after: Option
}

/// Months that come to something else.
public struct CotisationChange: Hashable, Sendable {
    /// The first month; `nil` without beginning.
    public let from: Month?
    /// The last month; `nil` without end.
    public let through: Month?
    /// What each month came to.
    public let before: Flows
    /// What each month comes to.
    public let after: Flows
}

/// Days on which a right came or went. A right that moved came on some days and went on others.
public struct RightChange: Hashable, Sendable {
    /// A right that days have or lack.
    public enum Right: Hashable, Sendable {
        /// To ask for the continuation of an unpaid absence.
        case continuation
        /// To keep the guarantees after employment.
        case portability
        /// Of a beneficiary, by age or status while enrolled, whatever the holder's cover.
        case beneficiary(BeneficiaryID)
    }

    /// Which right.
    public let right: Right
    /// The days.
    public let period: Period
    /// Whether the right came: the days have it after, and lacked it before.
    public let came: Bool
}
