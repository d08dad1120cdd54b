public import FoundationEssentials
public import JSON

/// Proposals as their users see them: ``Proposals``, or a script in their place in tests.
public protocol ProposalKeeping: Sendable {
    /// Keeps a request, to be confirmed by another caller within seven days.
    ///
    /// - Parameter key: the request's idempotency key.
    /// - Throws: ``ProposalTrouble``.
    func propose(_ request: ProposedRequest, by caller: String, key: String?) async throws -> ProposedChange

    /// What a caller proposed under an idempotency key; nil when nothing was.
    ///
    /// - Throws: ``ProposalTrouble/otherRequest`` when it was another request.
    func proposal(under key: String, by caller: String, for request: ProposedRequest) async throws -> ProposedChange?

    /// One proposal; nil when there is none of this id.
    func proposal(_ id: UUID) async throws -> ProposedChange?

    /// What a caller proposed, the latest first, and what others did that still waits, if `others` are asked for; at most `limit`.
    ///
    /// - Parameter before: only what came before this number.
    func proposals(by caller: String, andOthers others: Bool, before: Int64?, limit: Int) async throws -> [ProposedChange]

    /// Decides on a proposal if it waits, and if this caller may: of several at once, one decides.
    ///
    /// - Returns: the proposal as it is now, decided by this caller or not; nil when there is none of this id.
    func decide(_ decision: ProposalDecision, on id: UUID, by caller: String) async throws -> ProposedChange?

    /// Keeps what became of a proposal that was run.
    ///
    /// - Parameter refusal: the problem that refused it; nil when the log has it. What the log has is confirmed, whatever was kept before.
    /// - Returns: the proposal as it is now.
    func settle(_ id: UUID, refusal: JSON?) async throws -> ProposedChange?

    /// Those that were confirmed, and of which it is not known what became.
    func confirming() async throws -> [ProposedChange]
}
