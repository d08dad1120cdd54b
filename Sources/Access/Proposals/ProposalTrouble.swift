import FoundationEssentials
import JSON

/// Why a request is not kept as a proposal.
public enum ProposalTrouble: Error, Sendable, Hashable {
    /// The caller proposed another request under the same key.
    case otherRequest
    /// So many proposals of the caller wait that no more are taken.
    case tooMany(limit: Int)
}
