public import CivilTime

/// The holder revokes a mandate. Mandates with other references stay in force.
public struct MandateRevocation: Hashable, Sendable {
    /// The first day without it.
    public var effectiveOn: Day
    /// The mandate's reference.
    public var mandateReference: String

    /// A revocation as the caller states it.
    public init(effectiveOn: Day, mandateReference: String) {
        self.effectiveOn = effectiveOn
        self.mandateReference = mandateReference
    }
}
