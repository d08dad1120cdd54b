public import FoundationEssentials
public import JSON

/// Proposals for their users: ``Proposals``, or a script in tests.
public protocol ProposalKeeping: Sendable {
    /// Keeps a request, which another caller has seven days to confirm.
    ///
    /// - Parameter key: the request's idempotency key.
    /// - Throws: ``ProposalTrouble``.
    func propose(_ request: ProposedRequest, by caller: String, key: String?) async throws -> ProposedChange

    /// The proposal that a caller made under an idempotency key, if any.
    ///
    /// - Throws: ``ProposalTrouble/otherRequest`` when the key belongs to another request.
    func proposal(under key: String, by caller: String, for request: ProposedRequest) async throws -> ProposedChange?

    /// The proposal with this id, if any.
    func proposal(_ id: UUID) async throws -> ProposedChange?

    /// The proposals of a caller, the latest first, at most `limit`.
    ///
    /// - Parameters:
    ///   - others: whether to include the unfinished proposals of other callers.
    ///   - before: only proposals with a lower number.
    func proposals(by caller: String, andOthers others: Bool, before: Int64?, limit: Int) async throws -> [ProposedChange]

    /// Decides on a proposal that waits, if this caller may. Of several concurrent decisions, only one counts.
    ///
    /// - Returns: the proposal as it is now, whoever decided; nil when no proposal has this id.
    func settle(_ decision: ProposalDecision, on id: UUID, by caller: String) async throws -> ProposedChange?

    /// Stores the outcome of a proposal that was run.
    ///
    /// - Parameter refusal: the problem that refused it; nil when the log has its events: that confirms it, whatever was stored before.
    /// - Returns: the proposal as it is now.
    func settle(_ id: UUID, refusal: JSON?) async throws -> ProposedChange?

    /// The proposals that were confirmed and whose outcome is not yet known.
    func confirming() async throws -> [ProposedChange]
}
