/// A kind of work on a clerk's worklist.
public enum WorkKind: String, CaseIterable, Sendable {
    case proofAwaited, proofOverdue, continuationDeadline, beneficiaryAgeLimit, statusExpiring, childReaching12, mandateMissing,
        exemptionExpiring
}
