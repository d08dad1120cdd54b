/// The answer to a command that had an idempotency key.
public struct KeptAnswer: Sendable, Equatable {
    /// Where the command is in the log.
    public var receipt: Receipt
    /// The fingerprint of the `IdempotencyKey`. A command with another fingerprint is another command.
    public var fingerprint: [UInt8]

    /// Whether the fingerprint was destroyed, because the command's person was erased.
    public var isForgotten: Bool { fingerprint.isEmpty }
}
