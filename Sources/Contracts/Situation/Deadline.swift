public import CivilTime

/// Something that waits for a clerk, or will: told of a contract with the day on which deadlines are judged left open.
public struct Deadline: Hashable, Sendable {
    /// What kind of thing waits.
    public enum Kind: String, CaseIterable, Sendable {
        /// A month of portability lacks its proof: awaited through the due day, overdue later.
        case proof
        /// An unpaid absence may be continued through the due day, and nobody asked for it yet.
        case continuationDeadline
        /// An age limit ends a beneficiary's right with the due day.
        case beneficiaryAgeLimit
        /// A status ends a beneficiary's right with the due day.
        case statusExpiring
        /// The child for whom the holder is available turns 12 on the due day, within the absence.
        case childReaching12
        /// Months from that of the due day on are due by direct debit, and there is no mandate.
        case mandateMissing
        /// An exemption ends with the due day, and nothing follows on it.
        case exemptionExpiring
    }

    /// What waits.
    public let kind: Kind
    /// Whom it is about, when it is not the holder.
    public let beneficiary: BeneficiaryID?
    /// The day by which, or on which, it is due.
    public let dueOn: Day
    /// The last day on which it waits; `nil` when it waits until somebody acts.
    public let relevantThrough: Day?

    /// A deadline.
    public init(kind: Kind, beneficiary: BeneficiaryID? = nil, dueOn: Day, relevantThrough: Day?) {
        self.kind = kind
        self.beneficiary = beneficiary
        self.dueOn = dueOn
        self.relevantThrough = relevantThrough.flatMap { $0 > Day.calendar.upperBound ? nil : $0 }
    }

    /// What waits on a day, and by which rule; `nil` when nothing does any more.
    public func judged(asOf: Day) -> (kind: WorkKind, rule: Rule)? {
        if let relevantThrough, asOf > relevantThrough { return nil }
        switch kind {
        case .proof:
            let state = ProofState(unproven: dueOn, asOf: asOf)
            return (state == .overdue ? .proofOverdue : .proofAwaited, state.rule)
        case .continuationDeadline: return (.continuationDeadline, .continuationDeadline)
        case .beneficiaryAgeLimit: return (.beneficiaryAgeLimit, .beneficiaryRight)
        case .statusExpiring: return (.statusExpiring, .beneficiaryRight)
        case .childReaching12: return (.childReaching12, .absenceChildTooOld)
        case .mandateMissing: return (.mandateMissing, .collection)
        case .exemptionExpiring: return (.exemptionExpiring, .exemption)
        }
    }
}
