public import CivilTime

/// An absence for a cause on the guide's closed list (G3).
public struct TemporaryCessation: Hashable, Sendable {
    /// The causes of the closed list.
    public enum Cause: String, CaseIterable, Sendable {
        case parentalLeave, healthAvailability, unpaidHealthLeave, unpaidMaternityLeave, unpaidFamilyChargeLeave, familyCaregiverLeave,
            parentalPresenceLeave, familySolidarityLeave, professionalTrainingLeave, earlyCessation, childCareAvailability,
            childUnder12Availability
    }

    /// The child's age that ends the availability for a child (G3).
    public static let childAgeLimit = 12

    /// The first day of the absence.
    public var effectiveOn: Day
    /// The cause.
    public var cause: Cause
    /// The child's birth date, required for `childUnder12Availability`.
    public var childBornOn: Day?

    /// A temporary cessation as the caller states it.
    public init(effectiveOn: Day, cause: Cause, childBornOn: Day? = nil) {
        self.effectiveOn = effectiveOn
        self.cause = cause
        self.childBornOn = childBornOn
    }
}
