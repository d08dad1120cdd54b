public import CivilTime

/// Days on which a person's cover differs.
public struct CoverChange: Hashable, Sendable {
    /// The beneficiary; `nil` for the holder.
    public let beneficiary: BeneficiaryID?
    /// The days.
    public let period: Period
    /// The cover before.
    public let before: Cover
    /// The last day of the cover before, possibly after `period`; `nil` when it has no end.
    public let lastDayBefore: Day?
    /// The cover after.
    public let after: Cover
    /// The last day of the cover after, possibly after `period`; `nil` when it has no end.
    public let lastDayAfter: Day?
}
