/// The answer to one line of a bulk.
public struct BulkAnswer: Sendable {
    /// The line's number.
    public let line: Int
    /// The line's idempotency key.
    public let key: String?
    /// The line's contract.
    public let contract: ContractID?
    /// The same result as for a single command. Errors: `UnreadableLine` for a malformed line, `ServiceError` for expected failures.
    /// Any other error is a fault of the service.
    public let outcome: Result<Acceptance, any Error>
}
