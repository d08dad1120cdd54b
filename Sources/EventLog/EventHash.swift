import Crypto
import FoundationEssentials

/// The hash of an event: SHA-256 over the hash of the one before and every field, integers in network order, texts preceded by their length.
/// `AppendStatement` computes the same inside PostgreSQL; an outside auditor needs nothing but this.
enum EventHash {
    static func of(_ event: RecordedEvent, after previous: [UInt8]) -> [UInt8] {
        var bytes = previous
        // Everything of fixed length, and the two texts, which are short.
        bytes.reserveCapacity(previous.count + event.payload.count + 256)
        func add(_ integer: some FixedWidthInteger) { withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) } }
        func add(_ text: String) {
            add(Int32(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        }
        add(event.position)
        withUnsafeBytes(of: event.contract.uuid) { bytes.append(contentsOf: $0) }
        add(Int32(event.version))
        add(Int16(event.schema))
        add(event.recordedAt)
        add(event.type)
        add(event.recordedBy)
        bytes.append(contentsOf: event.payload)
        return [UInt8](SHA256.hash(data: bytes))
    }
}
