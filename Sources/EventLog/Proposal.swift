public import FoundationEssentials

/// What one command would record about one contract, decided on a version of it. Handed about a good deal, and therefore no value that is
/// copied.
public final class Proposal: Sendable {
    /// The contract the events belong to.
    public let contract: UUID
    /// The version of the contract on which the command was decided; 0 when it had no events. What earlier proposals of the same
    /// append add to the contract counts.
    public let expectedVersion: Int
    /// May be empty: a command that is accepted and changes nothing.
    public let events: [NewEvent]
    /// Who gave the command.
    public let recordedBy: String
    /// The key by which a repetition of the command is known.
    public let idempotency: IdempotencyKey?

    /// A proposal of `events`, decided on `expectedVersion`.
    public init(
        contract: UUID, expectedVersion: Int, events: [NewEvent], recordedBy: String, idempotency: IdempotencyKey? = nil
    ) {
        self.contract = contract
        // A version that no contract has stays one that none has, and can be counted on from.
        self.expectedVersion = min(max(expectedVersion, -1), 1 << 30)
        self.events = events
        self.recordedBy = recordedBy
        self.idempotency = idempotency
    }
}

extension Proposal {
    /// The version of the contract after it, if it is accepted.
    var version: Int { expectedVersion + events.count }
}
