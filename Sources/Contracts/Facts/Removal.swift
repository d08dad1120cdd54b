public import CivilTime

/// A beneficiary leaves.
public struct Removal: Hashable, Sendable {
    /// The person who leaves.
    public var beneficiary: BeneficiaryID
    /// The first day without enrolment.
    public var effectiveOn: Day
    /// The reason, in the clerk's words.
    public var reason: String

    /// A removal as the caller states it.
    public init(beneficiary: BeneficiaryID, effectiveOn: Day, reason: String) {
        self.beneficiary = beneficiary
        self.effectiveOn = effectiveOn
        self.reason = reason
    }
}
