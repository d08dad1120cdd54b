import CivilTime
public import Contracts
public import EventLog
import JSON

/// Facts as the log's bytes, and back: the one place in which payloads are written and read.
enum EventCodec {
    /// The form in which a fact is written now. Older ones are brought up to it as they are read.
    static func schema(of fact: Fact) -> Int { Upcasters.all.schema(of: fact.eventType) }

    /// Why bytes of the log are no fact.
    enum Unreadable: Error {
        /// No reader knows this type in this schema.
        case unknownType(String, schema: Int)
        /// The payload is not of the form that its type and schema promise.
        case malformed(type: String, pointer: String)
    }

    /// The payload of the event that records a fact of a command from a source: compact JSON with sorted keys.
    ///
    /// - Parameter proposer: who proposed the command, when another caller confirmed it.
    static func payload(of fact: Fact, from source: CommandSource? = nil, proposedBy proposer: String? = nil) -> [UInt8] {
        PayloadWriter.bytes { fields in
            fact.tell(&fields)
            if let source { fields.put("source") { source.tell(&$0) } }
            if let proposer { fields.put("proposedBy", proposer) }
        }
    }

    /// The fact that an event tells, in whichever form it was written.
    static func fact(type: String, schema: Int, payload: [UInt8], upcasters: Upcasters = .all) throws(Unreadable) -> Fact {
        try told(type: type, schema: schema, payload: payload, upcasters: upcasters).fact
    }

    /// The fact with the source of its command.
    static func told(type: String, schema: Int, payload: [UInt8], upcasters: Upcasters = .all) throws(Unreadable) -> Told {
        try payload.withUnsafeBufferPointer { (payload) throws(Unreadable) in
            try told(type: type, schema: schema, payload: payload, upcasters: upcasters)
        }
    }

    /// The same, from bytes that lie elsewhere.
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
    /// The event that records a fact of a command from a source, in the form of payloads written now.
    ///
    /// - Parameter proposer: who proposed the command, when another caller confirmed it.
    public init(_ fact: Fact, from source: CommandSource? = nil, proposedBy proposer: String? = nil) {
        self.init(
            type: fact.eventType, schema: EventCodec.schema(of: fact),
            payload: EventCodec.payload(of: fact, from: source, proposedBy: proposer))
    }
}
