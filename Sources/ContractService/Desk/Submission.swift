public import JSON

/// A command as received.
public struct Submission: Sendable {
    /// The contract.
    public var contract: ContractID
    /// The command's name.
    public var command: CommandName
    /// The command's body, not yet parsed.
    public var body: JSON
    /// The sender, named in each event.
    public var caller: String
    /// The proposer, if another caller confirmed the command: then `caller` confirmed. Each event names both.
    public var proposedBy: String?
    /// The caller's key for the command. A retry by the same caller under this key gets the first answer.
    public var idempotencyKey: String?
    /// The required version of the contract.
    public var expectedVersion: VersionCondition
    /// Whether this is a dry run.
    public var dryRun: Bool

    /// A command as received.
    public init(
        contract: ContractID, command: CommandName, body: JSON, caller: String, proposedBy: String? = nil, idempotencyKey: String? = nil,
        expectedVersion: VersionCondition = .any,
        dryRun: Bool = false
    ) {
        self.contract = contract
        self.command = command
        self.body = body
        self.caller = caller
        self.proposedBy = proposedBy
        self.idempotencyKey = idempotencyKey
        self.expectedVersion = expectedVersion
        self.dryRun = dryRun
    }
}
