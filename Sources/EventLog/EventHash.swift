import Crypto
import FoundationEssentials

/// The hash of an event: SHA-256 over the hash of the one before and every field, integers in network order, texts preceded by their length.
/// `AppendStatement` computes the same inside PostgreSQL; an outside auditor needs nothing but this.
struct EventHash {
    /// Used again for every event: one append hashes thousands while everybody waits.
    private var bytes: [UInt8] = []

    static func of(_ event: RecordedEvent, after previous: [UInt8]) -> [UInt8] {
        var hash = EventHash()
        return hash.of(event, after: previous)
    }

    mutating func of(_ event: RecordedEvent, after previous: [UInt8]) -> [UInt8] {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: previous)
        add(event.position)
        withUnsafeBytes(of: event.contract.uuid) { bytes.append(contentsOf: $0) }
        add(Int32(event.version))
        add(Int16(event.schema))
        add(event.recordedAt)
        add(event.type)
        add(event.recordedBy)
        bytes.append(contentsOf: event.payload)
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes(Array.init)
    }

    private mutating func add(_ integer: some FixedWidthInteger) {
        withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func add(_ text: String) {
        add(Int32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }
}
