/// One value of a row, or one array element, in binary form. Valid only during decoding.
public struct Cell: ~Copyable {
    /// The value's declared PostgreSQL type.
    public let type: PostgresType
    /// The column's name, for errors; libpq owns it.
    let name: UnsafePointer<CChar>?
    let bytes: UnsafeRawBufferPointer?

    /// Whether the value is NULL.
    public var isNull: Bool { bytes == nil }

    /// The bytes of the value, if it has the expected type.
    func value(_ expectedType: PostgresType, expected: StaticString) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard type == expectedType else { throw mismatch(expected: "\(expected)") }
        return try bytesOrNull(expected: expected)
    }

    func bytesOrNull(expected: StaticString) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let bytes else { throw mismatch(expected: "\(expected), not NULL") }
        return bytes
    }

    /// An integer of any width, if its value fits `I`.
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

    /// The error for a value of another type than requested. It names the column, never the value.
    public func mismatch(expected: String) -> PostgresError {
        let place = name.map { "column \"\(String(cString: $0))\"" } ?? "the value"
        return PostgresError(.decoding, "\(place) is \(isNull ? "NULL of " : "")type \(type.rawValue); expected \(expected)")
    }
}
