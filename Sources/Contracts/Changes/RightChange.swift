public import CivilTime

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
