public import CivilTime
public import ContractService
public import FoundationEssentials
public import JSON

/// What the routes ask of the service: `ContractService`, or a script in its place in tests.
///
/// Each function throws `ServiceError` for what it foresees. Any other error is answered with 500, and told in the log only.
public protocol ContractAnswering: Sendable {
    /// Decides a command, and records what it tells unless it is a dry run.
    func submit(_ submission: Submission) async throws -> Acceptance

    /// Decides the commands of chunks of lines, each as if it had come alone after those before it; gives an answer to each, in order.
    @concurrent func submitAll<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks, caller: String, mayAnnul: Bool, keyedByContent: Bool, answer: @concurrent ([BulkAnswer]) async throws -> Void
    ) async throws where Chunks.Element == [BulkLine]

    /// Answers a question about one contract.
    func answer(_ question: Question, of contract: ContractID, knownAt: KnownAt) async throws -> Answer

    /// A scheme as it stands on a day, today by default; nil when there is none of that name.
    func scheme(_ name: String, on day: Day?, knownAt: KnownAt) -> JSON?

    /// What the vault holds of a person.
    func person(_ person: Person, of contract: ContractID) async throws -> HeldIdentity

    /// Replaces what the vault holds of a person, if a condition holds of that; returns what it holds now.
    func setPerson(
        _ person: Person, of contract: ContractID, to content: JSON, if condition: IdentityCondition, by caller: String
    ) async throws -> HeldIdentity

    /// What the vault holds and held of a person, with who kept it and when.
    func personChanges(_ person: Person, of contract: ContractID) async throws -> JSON

    /// Destroys what is held of a person, and records that, with who proposed it if another caller confirmed it.
    func erase(
        _ person: Person, of contract: ContractID, for order: ErasureOrder, by caller: String, proposedBy proposer: String?
    ) async throws -> ErasedPerson

    /// Throws what would keep a person from being erased now.
    func checkErasure(_ person: Person, of contract: ContractID, for order: ErasureOrder) async throws

    /// The people whom a line means.
    func people(_ line: FindLine) async throws -> JSON

    /// Keeps that a pair of people who may be one needs nothing done; false when there is no such pair.
    func dismissDuplicate(_ id: UUID, reason: StatedReason, by caller: String) async throws -> Bool

    /// The mark of the log's incarnation, which stands in entity tags; nil while it is not known.
    var logMark: String? { get }

    /// Whether a command could be made durable now, in words fit for anyone.
    func readiness() async -> (isReady: Bool, detail: String)
}

extension ContractService: ContractAnswering {}
