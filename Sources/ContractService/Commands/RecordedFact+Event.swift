public import CivilTime
public import Contracts
public import EventLog

extension RecordedFact {
    /// Decodes an event of the log, in any schema.
    ///
    /// - Throws: When the type or schema is unknown, or the payload does not match them.
    public init(_ event: RecordedEvent) throws {
        try self.init(
            version: event.version, recordedAt: Instant(microseconds: event.recordedAt), type: event.type, schema: event.schema,
            payload: event.payload)
    }

    /// The same, from a borrowed event.
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
