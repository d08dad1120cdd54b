public import CivilTime

/// The holder revokes a mandate. One with another reference stays in force.
public struct MandateRevocation: Hashable, Sendable {
    /// The first day without it.
    public var effectiveOn: Day
    /// The mandate's reference.
    public var mandateReference: String

    /// A revocation as it was told.
    public init(effectiveOn: Day, mandateReference: String) {
        self.effectiveOn = effectiveOn
        self.mandateReference = mandateReference
    }
}
