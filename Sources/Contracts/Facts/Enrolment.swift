public import CivilTime

/// A beneficiary's identifier.
public struct BeneficiaryID: Hashable, Comparable, Sendable {
    // A single number of 128 bits would align every fact at 16 bytes, and memory aligned so costs more.
    private let high: UInt64
    private let low: UInt64

    /// The 128 bits of a UUID.
    public var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// The beneficiary with this UUID.
    public init(bits: UInt128) {
        high = UInt64(truncatingIfNeeded: bits >> 64)
        low = UInt64(truncatingIfNeeded: bits)
    }

    /// Whether the left one comes first.
    public static func < (left: BeneficiaryID, right: BeneficiaryID) -> Bool { left.bits < right.bits }
}

/// What a beneficiary is to the holder (G1, G2).
public enum Relation: String, CaseIterable, Sendable {
    case spouse, civilPartner, cohabitant
    case child, grandchild, partnerChild, partnerGrandchild

    /// Whether it is a partner; every other relation is a child's.
    public var isPartner: Bool {
        switch self {
        case .spouse, .civilPartner, .cohabitant: true
        case .child, .grandchild, .partnerChild, .partnerGrandchild: false
        }
    }
}

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

/// What keeps a child's right past 21, for a period.
public struct BeneficiaryStatus: Hashable, Sendable {
    /// The statuses that the guide knows (G2).
    public enum Kind: String, CaseIterable, Sendable {
        case student, apprentice, jobSeeker, disabled
    }

    /// What proves a disability besides the commission's recognition.
    public enum Evidence: String, CaseIterable, Sendable {
        case cmiInvalidity, aeeh, aah
    }

    /// Which status.
    public var kind: Kind
    /// The days on which it holds.
    public var period: Period
    /// Whether the CDAPH recognised the disability.
    public var cdaph: Bool?
    /// The card held or allowance drawn.
    public var evidence: Evidence?

    /// A status from a day on, through another when one is known.
    public init(kind: Kind, from: Day, through: Day? = nil, cdaph: Bool? = nil, evidence: Evidence? = nil) {
        self.kind = kind
        self.period = Period(from: from, through: through)
        self.cdaph = cdaph
        self.evidence = evidence
    }
}

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
