/// What a command was answered that came with an idempotency key.
public struct KeptAnswer: Sendable, Equatable {
    /// Where the command is in the log.
    public var receipt: Receipt
    /// What the command was: that of the `IdempotencyKey`. A command with another one is not the same.
    public var fingerprint: [UInt8]

    /// Whether the fingerprint was destroyed, as the command told of a person who was erased since.
    public var isForgotten: Bool { fingerprint.isEmpty }
}
