public import CivilTime
import Contracts
import EventLog
public import JSON

/// An event as consumers of the log are given it. It holds no personal data.
public struct FeedEvent: Sendable, Equatable {
    /// Its place in the log.
    public let position: Int64
    /// The contract it belongs to.
    public let contract: ContractID
    /// Its place in the contract.
    public let version: Int
    /// What it is, such as `affiliated`.
    public let type: String
    /// The form of the payload: the present one, in whichever it was recorded.
    public let schema: Int
    /// When it was recorded.
    public let recordedAt: Instant
    /// Who gave the command.
    public let recordedBy: String
    /// What was told.
    public let payload: JSON
}

extension FeedEvent {
    init(_ event: RecordedEvent) throws {
        let entry = try Ledger.Entry(event)
        position = event.position
        contract = ContractID(event.contract)
        version = event.version
        type = entry.fact.fact.eventType
        schema = EventCodec.schema(of: entry.fact.fact)
        recordedAt = entry.fact.recordedAt
        recordedBy = event.recordedBy
        payload = entry.fact.fact.payload
    }
}
