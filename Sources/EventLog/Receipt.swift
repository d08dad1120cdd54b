public import FoundationEssentials

/// Where an accepted command is in the log.
public struct Receipt: Sendable, Hashable {
    /// The contract the command was for.
    public var contract: UUID
    /// The versions of the events it recorded; nil when it recorded none.
    public var versions: ClosedRange<Int>?
    /// The version of the contract after it.
    public var version: Int
    /// The position of its last event; of the log when it recorded none.
    public var position: Int64
    /// When it was recorded, in microseconds since 1970.
    public var recordedAt: Int64

    /// The answer to a command that was accepted.
    public init(contract: UUID, versions: ClosedRange<Int>?, version: Int, position: Int64, recordedAt: Int64) {
        self.contract = contract
        self.versions = versions
        self.version = version
        self.position = position
        self.recordedAt = recordedAt
    }
}
