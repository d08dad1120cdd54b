/// All that the vault held of a person was destroyed for good. The facts of the contract stay.
///
/// It changes no answer: no rule depends on who somebody is. It cannot be annulled.
public struct Erasure: Hashable, Sendable {
    /// The beneficiary who was erased; `nil` for the holder.
    public var beneficiary: BeneficiaryID?
    /// The reason, in the clerk's words.
    public var reason: String

    /// An erasure as the caller states it.
    public init(beneficiary: BeneficiaryID?, reason: String) {
        self.beneficiary = beneficiary
        self.reason = reason
    }
}

extension Contract {
    /// Whether all that the vault held of the holder (`nil`) or of a beneficiary was destroyed.
    public func hasErased(_ beneficiary: BeneficiaryID?) -> Bool { facts.erasures.contains { $0.beneficiary == beneficiary } }
}
