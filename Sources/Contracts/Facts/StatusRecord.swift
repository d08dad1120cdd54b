/// A status is told of a beneficiary already enrolled.
public struct StatusRecord: Hashable, Sendable {
    /// Of whom.
    public var beneficiary: BeneficiaryID
    /// The status.
    public var status: BeneficiaryStatus

    /// A status as it was told.
    public init(beneficiary: BeneficiaryID, status: BeneficiaryStatus) {
        self.beneficiary = beneficiary
        self.status = status
    }
}
