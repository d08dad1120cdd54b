public import FoundationEssentials

/// Where the log records an accepted command.
public struct Receipt: Sendable, Hashable {
    /// The contract the command was for.
    public var contract: UUID
    /// The versions of its events; nil when it recorded none.
    public var versions: ClosedRange<Int>?
    /// The contract's version after the command.
    public var version: Int
    /// The position of its last event, or of the log's end when it recorded none.
    public var position: Int64
    /// When it was recorded, in microseconds since 1970.
    public var recordedAt: Int64

    /// A receipt of an accepted command.
    public init(contract: UUID, versions: ClosedRange<Int>?, version: Int, position: Int64, recordedAt: Int64) {
        self.contract = contract
        self.versions = versions
        self.version = version
        self.position = position
        self.recordedAt = recordedAt
    }
}
