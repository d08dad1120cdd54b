import Crypto
import FoundationEssentials

/// The hash of an event: SHA-256 over the previous hash and every field. Integers are big-endian; the length precedes each text.
/// `log.chain` computes the same hash in PostgreSQL, so that an auditor needs no other program.
///
/// Version 2 also covers the event's ``RecordedEvent/keyDigest``, with its length before it, in front of the payload. Version 1 has nothing there.
/// No event has the bytes of one of the other version: a length begins with a zero byte, and a payload never does.
struct EventHash {
    /// A reused buffer: one append hashes thousands of events while other appends wait.
    private var bytes: [UInt8] = []

    static func of(_ event: RecordedEvent, after previous: [UInt8]) -> [UInt8] {
        var told: [UInt8] = []
        tell(
            event.contract, event.version, NewEvent(type: event.type, schema: event.schema, payload: event.payload), by: event.recordedBy,
            keyDigest: event.keyDigest, in: &told)
        var hash = EventHash()
        return hash.of(told[...], at: event.position, event.recordedAt, after: previous)
    }

    /// Encodes the fields that are known before the append, for `of(_:at:_:after:)`.
    ///
    /// - Parameter keyDigest: nil gives an event of hash version 1.
    static func tell(
        _ contract: UUID, _ version: Int, _ event: NewEvent, by recorder: String, keyDigest: [UInt8]?, in told: inout [UInt8]
    ) {
        withUnsafeBytes(of: contract.uuid) { told.append(contentsOf: $0) }
        told.add(Int32(version))
        told.add(Int16(event.schema))
        told.add(event.type)
        told.add(recorder)
        if let keyDigest {
            told.add(Int32(keyDigest.count))
            told.append(contentsOf: keyDigest)
        }
        told.append(contentsOf: event.payload)
    }

    /// The length of the encoded fields that precede `recordedAt` in the hash: contract, version, schema.
    private static let start = 16 + 4 + 2

    /// - Parameter told: the bytes that `tell` encoded.
    mutating func of(_ told: ArraySlice<UInt8>, at position: Int64, _ recordedAt: Int64, after previous: [UInt8]) -> [UInt8] {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: previous)
        bytes.add(position)
        bytes.append(contentsOf: told.prefix(EventHash.start))
        bytes.add(recordedAt)
        bytes.append(contentsOf: told.dropFirst(EventHash.start))
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes(Array.init)
    }
}

extension [UInt8] {
    /// Appends an integer, big-endian.
    mutating func add(_ integer: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: integer.bigEndian) { append(contentsOf: $0) }
    }

    /// Appends a text with its length before it.
    mutating func add(_ text: String) {
        add(Int32(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}
