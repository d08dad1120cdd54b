public import Access
public import FoundationEssentials

/// Decides on what takes two callers, and runs what is confirmed: the same desk for pages and routes.
public protocol ProposalDeciding: Sendable {
    /// What the caller proposed, and for a supervisor what others did that waits: the latest first.
    func proposals(for caller: Caller, before: Int64?, limit: Int) async throws -> [ProposedChange]

    /// Confirms and runs a proposal, turns it down, or takes the caller's own back.
    ///
    /// - Throws: what forbids it, or what refuses the request that was proposed.
    func settle(_ id: UUID, by decision: ProposalDecision, of caller: Caller) async throws
}
