/// The answer to one line.
public struct BulkAnswer: Sendable {
    /// The line's number.
    public let line: Int
    /// The key that the line gave.
    public let key: String?
    /// The contract that the line named.
    public let contract: ContractID?
    /// What a command of its own would have been answered; `UnreadableLine` when the line is none, `ServiceError` for what is foreseen,
    /// anything else is a fault of the service.
    public let outcome: Result<Acceptance, any Error>
}
