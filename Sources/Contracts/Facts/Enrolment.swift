public import CivilTime

/// A beneficiary joins.
public struct Enrolment: Hashable, Sendable {
    /// The person who joins.
    public var beneficiary: BeneficiaryID
    /// Their relation to the holder.
    public var relation: Relation
    /// Their birth date.
    public var bornOn: Day
    /// Whether they are fiscally dependent on the holder.
    public var fiscallyDependent: Bool
    /// The first day enrolled.
    public var effectiveOn: Day
    /// A status stated on joining.
    public var status: BeneficiaryStatus?

    /// An enrolment as the caller states it.
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
