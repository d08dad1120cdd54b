import FoundationEssentials

/// What a caller may decide on a proposal.
public enum ProposalDecision: Sendable, Hashable {
    /// Runs the proposal. For anyone but its proposer.
    case confirm
    /// Turns the proposal down. For anyone but its proposer.
    case reject(reason: String)
    /// Takes the proposal back. For its proposer only.
    case withdraw
}
