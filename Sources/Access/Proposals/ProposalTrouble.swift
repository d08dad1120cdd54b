import FoundationEssentials

/// Why a request is not kept as a proposal.
public enum ProposalTrouble: Error, Sendable, Hashable {
    /// The caller proposed another request under the same key.
    case otherRequest
    /// The caller already has `limit` waiting proposals.
    case tooMany(limit: Int)
}
