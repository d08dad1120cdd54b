import FoundationEssentials
import JSON

/// What a caller may decide on a proposal.
public enum ProposalDecision: Sendable, Hashable {
    /// It is to be run: by anyone but who proposed it.
    case confirm
    /// It is not to be run: by anyone but who proposed it.
    case reject(reason: String)
    /// It is not to be run: by who proposed it.
    case withdraw
}
