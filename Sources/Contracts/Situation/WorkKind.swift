/// What a clerk finds on the worklist.
public enum WorkKind: String, CaseIterable, Sendable {
    case proofAwaited, proofOverdue, continuationDeadline, beneficiaryAgeLimit, statusExpiring, childReaching12, mandateMissing,
        exemptionExpiring
}
