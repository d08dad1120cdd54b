public import FoundationEssentials

/// A fact in the log.
public struct RecordedEvent: Sendable, Equatable {
    /// Its place in the log, from 1, in the order of the commits.
    public var position: Int64
    /// The contract it belongs to.
    public var contract: UUID
    /// Its place in the contract, from 1.
    public var version: Int
    /// The type's name, such as `affiliated`.
    public var type: String
    /// The version of the payload's format.
    public var schema: Int
    /// In microseconds since 1970; never less than that of an earlier position.
    public var recordedAt: Int64
    /// Who gave the command.
    public var recordedBy: String
    /// The bytes that were appended.
    public var payload: [UInt8]
    /// SHA-256 over the previous event's hash and all other fields.
    public var hash: [UInt8]
    /// Binds the idempotency key that the event came with: 32 bytes, the last event of the command has them. Empty without a key.
    /// Nil in events of hash version 1, which cover no key.
    public var keyDigest: [UInt8]?
}
