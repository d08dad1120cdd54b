public import JSON

/// A command as it comes in.
public struct Submission: Sendable {
    /// The contract.
    public var contract: ContractID
    /// Which command.
    public var command: CommandName
    /// Its body, not yet read.
    public var body: JSON
    /// Who sends it: named in every event.
    public var caller: String
    /// Who proposed it, when another caller confirmed it: then `caller` is who confirmed. Named in every event.
    public var proposedBy: String?
    /// The caller's name for the command: a retry by the same caller under it gets the first answer.
    public var idempotencyKey: String?
    /// The version at which the contract must be.
    public var expectedVersion: VersionCondition
    /// Whether only to show what it would do.
    public var dryRun: Bool

    /// A command as it comes in.
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
