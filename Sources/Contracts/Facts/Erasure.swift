/// What is kept of a person was destroyed for good.
///
/// It moves no rule and counts in no answer: no rule asks who somebody is. It cannot be annulled.
public struct Erasure: Hashable, Sendable {
    /// The beneficiary who was erased; `nil` for the holder.
    public var beneficiary: BeneficiaryID?
    /// Why, in the clerk's words.
    public var reason: String

    /// An erasure as it was told.
    public init(beneficiary: BeneficiaryID?, reason: String) {
        self.beneficiary = beneficiary
        self.reason = reason
    }
}

extension Contract {
    /// Whether what is kept of the holder (`nil`) or of a beneficiary was destroyed.
    public func hasErased(_ beneficiary: BeneficiaryID?) -> Bool { facts.erasures.contains { $0.beneficiary == beneficiary } }
}
