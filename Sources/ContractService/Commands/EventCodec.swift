import CivilTime
public import Contracts
public import EventLog
import JSON

/// Encodes facts as event payloads, and decodes them. No other code writes or reads payloads.
enum EventCodec {
    /// The current schema of a fact's payload. Older payloads are upgraded when they are read.
    static func schema(of fact: Fact) -> Int { Upcasters.all.schema(of: fact.eventType) }

    /// Why a payload cannot be decoded.
    enum Unreadable: Error {
        /// The type is unknown, or has no such schema.
        case unknownType(String, schema: Int)
        /// The payload does not match its type and schema.
        case malformed(type: String, pointer: String)
    }

    /// Encodes a fact and its source as compact JSON with sorted keys.
    ///
    /// - Parameter proposer: the caller who proposed the command, if another caller confirmed it.
    static func payload(of fact: Fact, from source: CommandSource? = nil, proposedBy proposer: String? = nil) -> [UInt8] {
        PayloadWriter.bytes { fields in
            fact.tell(&fields)
            if let source { fields.put("source") { source.tell(&$0) } }
            if let proposer { fields.put("proposedBy", proposer) }
        }
    }

    /// Decodes the fact of an event in any schema.
    static func fact(type: String, schema: Int, payload: [UInt8], upcasters: Upcasters = .all) throws(Unreadable) -> Fact {
        try told(type: type, schema: schema, payload: payload, upcasters: upcasters).fact
    }

    /// Decodes the fact and its source.
    static func told(type: String, schema: Int, payload: [UInt8], upcasters: Upcasters = .all) throws(Unreadable) -> Told {
        try payload.withUnsafeBufferPointer { (payload) throws(Unreadable) in
            try told(type: type, schema: schema, payload: payload, upcasters: upcasters)
        }
    }

    /// The same, from borrowed bytes.
    static func told(
        type: String, schema: Int, payload: UnsafeBufferPointer<UInt8>, upcasters: Upcasters = .all
    ) throws(Unreadable) -> Told {
        let shape: JSON.Shape<Told>
        if type == Erasure.eventType {
            shape = .erasure
        } else if let name = CommandName(eventType: type) {
            shape = .told(name, in: .event)
        } else {
            throw .unknownType(type, schema: schema)
        }
        do {
            guard let present = try upcasters.upcast(JSON(parsing: payload), of: type, from: schema) else {
                throw Unreadable.unknownType(type, schema: schema)
            }
            return try present.read(shape)
        } catch let unreadable as Unreadable {
            throw unreadable
        } catch let field as MalformedField {
            throw .malformed(type: type, pointer: field.pointer)
        } catch {
            throw .malformed(type: type, pointer: "")
        }
    }
}

extension NewEvent {
    /// The event of a fact and its source, in the current schema.
    ///
    /// - Parameter proposer: the caller who proposed the command, if another caller confirmed it.
    public init(_ fact: Fact, from source: CommandSource? = nil, proposedBy proposer: String? = nil) {
        self.init(
            type: fact.eventType, schema: EventCodec.schema(of: fact),
            payload: EventCodec.payload(of: fact, from: source, proposedBy: proposer))
    }
}
