/// One value of a row, or one element of an array in it, in binary form. Valid only while it is being decoded.
public struct Cell: ~Copyable {
    /// The type PostgreSQL declared for the value.
    public let type: PostgresType
    /// The name of the column, for errors; libpq owns it.
    let name: UnsafePointer<CChar>?
    let bytes: UnsafeRawBufferPointer?

    /// Whether the value is NULL.
    public var isNull: Bool { bytes == nil }

    /// The bytes of a value of that type.
    func value(_ expectedType: PostgresType, expected: StaticString) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard type == expectedType else { throw mismatch(expected: "\(expected)") }
        return try bytesOrNull(expected: expected)
    }

    func bytesOrNull(expected: StaticString) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let bytes else { throw mismatch(expected: "\(expected), not NULL") }
        return bytes
    }

    /// An integer of any width that fits `I`, which takes wider values only if they fit.
    func integer<I: FixedWidthInteger>(_: I.Type) throws(PostgresError) -> I {
        let value: Int64
        switch type {
        case .int8: value = try fixedWidth(Int64.self)
        case .int4: value = Int64(try fixedWidth(Int32.self))
        case .int2: value = Int64(try fixedWidth(Int16.self))
        case .oid: value = Int64(try fixedWidth(UInt32.self))
        default: throw mismatch(expected: "an integer")
        }
        guard let narrowed = I(exactly: value) else { throw mismatch(expected: "an integer that fits \(I.self)") }
        return narrowed
    }

    func fixedWidth<I: FixedWidthInteger>(_: I.Type) throws(PostgresError) -> I {
        let bytes = try bytesOrNull(expected: "a number")
        guard bytes.count == MemoryLayout<I>.size else { throw mismatch(expected: "\(MemoryLayout<I>.size) bytes") }
        return I(bigEndian: bytes.loadUnaligned(as: I.self))
    }

    /// The error of a value that is not what the caller asked for; it names the column, never the value.
    public func mismatch(expected: String) -> PostgresError {
        let place = name.map { "column \"\(String(cString: $0))\"" } ?? "the value"
        return PostgresError(.decoding, "\(place) is \(isNull ? "NULL of " : "")type \(type.rawValue); expected \(expected)")
    }
}
