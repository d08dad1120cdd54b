public import CivilTime

/// Days on which a right was gained or lost. A right that moved is gained on some days and lost on others.
public struct RightChange: Hashable, Sendable {
    /// A right that may hold on a day.
    public enum Right: Hashable, Sendable {
        /// The right to request the continuation of an unpaid absence.
        case continuation
        /// The right to keep the guarantees after employment.
        case portability
        /// A beneficiary's right by age or status while enrolled, independent of the holder's cover.
        case beneficiary(BeneficiaryID)
    }

    /// The right.
    public let right: Right
    /// The days.
    public let period: Period
    /// Whether the right was gained: present after, absent before.
    public let came: Bool
}
