public import CivilTime

/// A beneficiary leaves.
public struct Removal: Hashable, Sendable {
    /// Who leaves.
    public var beneficiary: BeneficiaryID
    /// The first day out.
    public var effectiveOn: Day
    /// Why, in the clerk's words.
    public var reason: String

    /// A removal as it was told.
    public init(beneficiary: BeneficiaryID, effectiveOn: Day, reason: String) {
        self.beneficiary = beneficiary
        self.effectiveOn = effectiveOn
        self.reason = reason
    }
}
