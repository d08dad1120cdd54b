import Crypto
import FoundationEssentials

/// The hash of an event: SHA-256 over the hash of the one before and every field, integers in network order, texts preceded by their length.
/// `AppendStatement` computes the same inside PostgreSQL; an outside auditor needs nothing but this.
enum EventHash {
    static func of(_ event: RecordedEvent, after previous: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        func update(_ integer: some FixedWidthInteger) { withUnsafeBytes(of: integer.bigEndian) { hash.update(bufferPointer: $0) } }
        func update(_ text: String) {
            update(Int32(text.utf8.count))
            hash.update(data: Array(text.utf8))
        }
        hash.update(data: previous)
        update(event.position)
        withUnsafeBytes(of: event.contract.uuid) { hash.update(bufferPointer: $0) }
        update(Int32(event.version))
        update(Int16(event.schema))
        update(event.recordedAt)
        update(event.type)
        update(event.recordedBy)
        hash.update(data: event.payload)
        return [UInt8](hash.finalize())
    }
}
