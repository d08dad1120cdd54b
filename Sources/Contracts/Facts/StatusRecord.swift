/// Records a status of a beneficiary who is already enrolled.
public struct StatusRecord: Hashable, Sendable {
    /// The beneficiary.
    public var beneficiary: BeneficiaryID
    /// The status.
    public var status: BeneficiaryStatus

    /// A status as the caller states it.
    public init(beneficiary: BeneficiaryID, status: BeneficiaryStatus) {
        self.beneficiary = beneficiary
        self.status = status
    }
}
