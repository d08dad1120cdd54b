public import FoundationEssentials

/// The events that one command would record about one contract, decided on one version of it.
///
/// A class: passed around often, and costly to copy.
public final class Proposal: Sendable {
    /// The contract the events belong to.
    public let contract: UUID
    /// The version of the contract on which the command was decided; 0 when it had no events. Earlier proposals of the same append count.
    public let expectedVersion: Int
    /// Empty when a command is accepted and changes nothing.
    public let events: [NewEvent]
    /// Who gave the command.
    public let recordedBy: String
    /// The key that identifies a repetition of the command.
    public let idempotency: IdempotencyKey?

    /// A proposal of `events`, decided on `expectedVersion`.
    public init(
        contract: UUID, expectedVersion: Int, events: [NewEvent], recordedBy: String, idempotency: IdempotencyKey? = nil
    ) {
        self.contract = contract
        // An impossible version stays impossible, and later versions do not overflow.
        self.expectedVersion = min(max(expectedVersion, -1), 1 << 30)
        self.events = events
        self.recordedBy = recordedBy
        self.idempotency = idempotency
    }
}

extension Proposal {
    /// The contract's version after this proposal, if it is accepted.
    var version: Int { expectedVersion + events.count }
}
