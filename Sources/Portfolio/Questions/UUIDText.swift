import FoundationEssentials

/// A UUID as text in lower case, which can stand in a statement.
struct UUIDText {
    let bits: UInt128

    init(_ bits: UInt128) { self.bits = bits }

    init(_ uuid: UUID) { bits = withUnsafeBytes(of: uuid.uuid) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) } }

    /// Reads a UUID in its usual form; `nil` for anything else.
    init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.init(uuid)
    }

    var uuid: UUID { UUID(uuid: withUnsafeBytes(of: bits.bigEndian) { $0.loadUnaligned(as: uuid_t.self) }) }

    var text: String {
        var writer = LineWriter()
        writer.uuid(bits)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
