public import Access
public import FoundationEssentials

/// Decides on requests that need two callers, and runs the confirmed ones. Pages and routes share it.
public protocol ProposalDeciding: Sendable {
    /// The caller's own proposals and, for a supervisor, the unfinished ones of others; the latest first.
    func proposals(for caller: Caller, before: Int64?, limit: Int) async throws -> [ProposedChange]

    /// Confirms and runs a proposal, rejects it, or withdraws the caller's own.
    ///
    /// - Throws: the rule that forbids it, or the refusal of the proposed request.
    func settle(_ id: UUID, by decision: ProposalDecision, of caller: Caller) async throws
}
