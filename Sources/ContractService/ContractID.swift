import EventLog
public import FoundationEssentials
import Postgres

/// A contract's identifier: a UUID, written in lower case.
public struct ContractID: Hashable, Sendable, LosslessStringConvertible {
    /// The UUID.
    public let uuid: UUID

    /// The contract with this UUID.
    public init(_ uuid: UUID) { self.uuid = uuid }

    /// Reads a UUID in its usual form, in either case; `nil` for one that the log keeps for events of no contract.
    public init?(_ text: String) {
        guard let uuid = UUID(text: text), !LogStream.holds(uuid) else { return nil }
        self.uuid = uuid
    }

    /// The UUID in lower case.
    public var description: String { uuid.text }
}
