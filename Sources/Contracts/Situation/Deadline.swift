public import CivilTime

/// A present or future deadline of a contract, not yet judged on a day.
public struct Deadline: Hashable, Sendable {
    /// The kinds of deadlines.
    public enum Kind: String, CaseIterable, Sendable {
        /// A month of portability lacks its proof: awaited through the due day, then overdue.
        case proof
        /// Continuation of an unpaid absence can be requested through the due day, and was not requested yet.
        case continuationDeadline
        /// A beneficiary's right ends on the due day, by age.
        case beneficiaryAgeLimit
        /// A beneficiary's right ends on the due day, with a status.
        case statusExpiring
        /// The child for whom the holder is available turns 12 on the due day, during the absence.
        case childReaching12
        /// Direct debit lacks a mandate, from the month of the due day on.
        case mandateMissing
        /// An exemption ends on the due day, and nothing follows it.
        case exemptionExpiring
    }

    /// The kind of deadline.
    public let kind: Kind
    /// The beneficiary concerned; `nil` for the holder.
    public let beneficiary: BeneficiaryID?
    /// The day by which, or on which, it is due.
    public let dueOn: Day
    /// The last day on which it waits; `nil` when it waits until a fact settles it.
    public let relevantThrough: Day?

    /// A deadline.
    public init(kind: Kind, beneficiary: BeneficiaryID? = nil, dueOn: Day, relevantThrough: Day?) {
        self.kind = kind
        self.beneficiary = beneficiary
        self.dueOn = dueOn
        self.relevantThrough = relevantThrough.flatMap { $0 > Day.calendar.upperBound ? nil : $0 }
    }

    /// The kind of work on a day, and its rule; `nil` when it no longer waits.
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
