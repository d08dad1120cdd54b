public import FoundationEssentials

/// What one command would record about one contract, decided on a version of it.
public struct Proposal: Sendable {
    /// The contract the events belong to.
    public var contract: UUID
    /// The version of the contract on which the command was decided; 0 when it had no events. What earlier proposals of the same
    /// append add to the contract counts.
    public var expectedVersion: Int
    /// May be empty: a command that is accepted and changes nothing.
    public var events: [NewEvent]
    /// Who gave the command.
    public var recordedBy: String
    /// The key by which a repetition of the command is known.
    public var idempotency: IdempotencyKey?

    /// A proposal of `events`, decided on `expectedVersion`.
    public init(
        contract: UUID, expectedVersion: Int, events: [NewEvent], recordedBy: String, idempotency: IdempotencyKey? = nil
    ) {
        self.contract = contract
        self.expectedVersion = expectedVersion
        self.events = events
        self.recordedBy = recordedBy
        self.idempotency = idempotency
    }
}
