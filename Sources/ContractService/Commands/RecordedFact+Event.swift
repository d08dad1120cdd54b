public import CivilTime
public import Contracts
public import EventLog

extension RecordedFact {
    /// The fact that an event of the log tells, whatever the form in which it was written.
    ///
    /// - Throws: when no reader knows its type and schema, or its payload is not what they promise.
    public init(_ event: RecordedEvent) throws {
        try self.init(
            version: event.version, recordedAt: Instant(microseconds: event.recordedAt), type: event.type, schema: event.schema,
            payload: event.payload)
    }

    /// The same, of what an event tells.
    init(_ event: borrowing ToldEvent) throws {
        self.init(
            version: event.version, recordedAt: Instant(microseconds: event.recordedAt),
            fact: try EventCodec.told(type: event.type, schema: event.schema, payload: event.payload).fact)
    }

    /// The same, from the parts of an event.
    public init(version: Int, recordedAt: Instant, type: String, schema: Int, payload: [UInt8]) throws {
        self.init(version: version, recordedAt: recordedAt, fact: try EventCodec.fact(type: type, schema: schema, payload: payload))
    }
}
