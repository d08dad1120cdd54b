public import CivilTime
import Contracts
import EventLog
public import JSON

/// An event in the form for consumers, without personal data.
public struct FeedEvent: Sendable, Equatable {
    /// The position in the log, with the proof of its history.
    public let cursor: FeedCursor
    /// The id of the log.
    public let logID: String
    /// The log's present incarnation, from 1.
    public let incarnation: Int
    /// The event's contract, or the stream of an event that is of no contract.
    public let contract: ContractID
    /// The event's version in its contract.
    public let version: Int
    /// The type's name, such as `affiliated`.
    public let type: String
    /// The payload's schema: always the current one, even if the event was recorded in an older one.
    public let schema: Int
    /// When it was recorded.
    public let recordedAt: Instant
    /// The caller who gave or confirmed the command.
    public let recordedBy: String
    /// The caller who proposed it, if another caller confirmed it.
    public let proposedBy: String?
    /// The fact's fields, with the `source` of the command.
    public let payload: JSON

    /// The position in the log.
    public var position: Int64 { cursor.position }
}

extension FeedEvent {
    /// - Parameter logID: the id of `log` as text, made only once for many events.
    init(_ event: RecordedEvent, of log: LogIdentity, logID: String) throws {
        cursor = FeedCursor(position: event.position, mark: log.mark, hash: event.hash)
        self.logID = logID
        incarnation = log.incarnation
        contract = ContractID(event.contract)
        version = event.version
        recordedAt = Instant(microseconds: event.recordedAt)
        recordedBy = event.recordedBy
        if LogStream.holds(event.contract) {
            type = event.type
            schema = event.schema
            proposedBy = nil
            payload = try JSON(parsing: event.payload)
            return
        }
        let entry = try Ledger.Entry(event)
        type = entry.fact.fact.eventType
        schema = EventCodec.schema(of: entry.fact.fact)
        proposedBy = entry.proposedBy
        var told = entry.fact.fact.fields
        if let source = entry.source { told.append("source", source.json) }
        payload = .object(told)
    }
}
