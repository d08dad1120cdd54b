public import CivilTime
public import ContractService
public import FoundationEssentials
public import JSON

/// The service as the routes use it: `ContractService`, or a script in tests.
///
/// Each function throws `ServiceError` for foreseen errors. Any other error is answered with 500, and its text goes to the log only.
public protocol ContractAnswering: Sendable {
    /// Decides a command and, unless it is a dry run, records its facts.
    func submit(_ submission: Submission) async throws -> Acceptance

    /// Decides the commands of all lines in order, each as if it had come alone. Passes all answers to `answer`, in order.
    @concurrent func submitAll<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks, caller: String, mayAnnul: Bool, keyedByContent: Bool, answer: @concurrent ([BulkAnswer]) async throws -> Void
    ) async throws where Chunks.Element == [BulkLine]

    /// Answers a question about one contract. A standby may answer it; then the answer has a proof of its age.
    ///
    /// - Parameter position: the position that the answer must include.
    func recentAnswer(_ question: Question, of contract: ContractID, knownAt: KnownAt, atLeast position: Int64?) async throws -> Answer

    /// A scheme as it stands on a day, today by default; nil when no scheme has this name.
    func scheme(_ name: String, on day: Day?, knownAt: KnownAt) -> JSON?

    /// The vault's data on a person.
    func person(_ person: Person, of contract: ContractID) async throws -> HeldIdentity

    /// Replaces the vault's data on a person if `condition` holds; returns the new data.
    func setPerson(
        _ person: Person, of contract: ContractID, to content: JSON, if condition: IdentityCondition, by caller: String
    ) async throws -> HeldIdentity

    /// The present and former data on a person, with their callers and times.
    func personChanges(_ person: Person, of contract: ContractID) async throws -> JSON

    /// Destroys the data on a person and records the erasure, with its proposer if another caller confirmed it.
    func erase(
        _ person: Person, of contract: ContractID, for order: ErasureOrder, by caller: String, proposedBy proposer: String?
    ) async throws -> ErasedPerson

    /// Throws the reason why a person could not be erased now, if any.
    func checkErasure(_ person: Person, of contract: ContractID, for order: ErasureOrder) async throws

    /// The people who match a search line.
    func people(_ line: FindLine) async throws -> JSON

    /// Dismisses a pair of possible duplicates: nothing needs to be done. False when there is no such pair.
    func dismissDuplicate(_ id: UUID, reason: StatedReason, by caller: String) async throws -> Bool

    /// The mark of the log's incarnation, part of entity tags; nil while unknown.
    var logMark: String? { get }

    /// Whether a command could be made durable now, in words that anyone may read.
    func readiness() async -> Readiness
}

extension ContractService: ContractAnswering {}
