public import CivilTime

/// A beneficiary joins.
public struct Enrolment: Hashable, Sendable {
    /// Who joins.
    public var beneficiary: BeneficiaryID
    /// What they are to the holder.
    public var relation: Relation
    /// Their birth date.
    public var bornOn: Day
    /// Whether they are at the holder's fiscal charge.
    public var fiscallyDependent: Bool
    /// The first day enrolled.
    public var effectiveOn: Day
    /// A status told on joining.
    public var status: BeneficiaryStatus?

    /// An enrolment as it was told.
    public init(
        beneficiary: BeneficiaryID, relation: Relation, bornOn: Day, fiscallyDependent: Bool, effectiveOn: Day,
        status: BeneficiaryStatus? = nil
    ) {
        self.beneficiary = beneficiary
        self.relation = relation
        self.bornOn = bornOn
        self.fiscallyDependent = fiscallyDependent
        self.effectiveOn = effectiveOn
        self.status = status
    }
}
