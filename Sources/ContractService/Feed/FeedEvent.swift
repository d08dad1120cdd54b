public import CivilTime
import Contracts
import EventLog
public import JSON

/// An event as consumers of the log are given it. It holds no personal data.
public struct FeedEvent: Sendable, Equatable {
    /// Its place in the log, with the proof of all up to it.
    public let cursor: FeedCursor
    /// The id of the log.
    public let logID: String
    /// The incarnation of the log that gives it, from 1.
    public let incarnation: Int
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
    /// Who gave the command, or confirmed it.
    public let recordedBy: String
    /// Who proposed it, when another caller confirmed it.
    public let proposedBy: String?
    /// What was told, with the `source` of the command.
    public let payload: JSON

    /// Its position in the log.
    public var position: Int64 { cursor.position }
}

extension FeedEvent {
    /// - Parameter logID: the id of `log` as text, made once for many events.
    init(_ event: RecordedEvent, of log: LogIdentity, logID: String) throws {
        let entry = try Ledger.Entry(event)
        cursor = FeedCursor(position: event.position, mark: log.mark, hash: event.hash)
        self.logID = logID
        incarnation = log.incarnation
        contract = ContractID(event.contract)
        version = event.version
        type = entry.fact.fact.eventType
        schema = EventCodec.schema(of: entry.fact.fact)
        recordedAt = entry.fact.recordedAt
        recordedBy = event.recordedBy
        proposedBy = entry.proposedBy
        var told = entry.fact.fact.fields
        if let source = entry.source { told.append("source", source.json) }
        payload = .object(told)
    }
}
