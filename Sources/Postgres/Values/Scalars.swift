extension PostgresDecodable where Self: FixedWidthInteger {
    /// Reads an integer of any width, if its value fits.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Self { try cell.integer(Self.self) }
}

extension Int16: FixedWidthValue, PostgresDecodable, PostgresArrayElement {
    /// `int2`.
    public static var postgresType: PostgresType { .int2 }
}

extension Int32: FixedWidthValue, PostgresDecodable, PostgresArrayElement {
    /// `int4`.
    public static var postgresType: PostgresType { .int4 }
}

extension Int64: FixedWidthValue, PostgresDecodable, PostgresArrayElement {
    /// `int8`.
    public static var postgresType: PostgresType { .int8 }
}

extension Int: FixedWidthValue, PostgresDecodable, PostgresArrayElement {
    /// `int8`.
    public static var postgresType: PostgresType { .int8 }
}

extension Bool: FixedWidthValue, PostgresDecodable, PostgresArrayElement {
    /// `bool`.
    public static var postgresType: PostgresType { .bool }

    /// True for any number but 0.
    @inlinable public init(bits: UInt8) { self = bits != 0 }

    /// 1 for true.
    @inlinable public var bits: UInt8 { self ? 1 : 0 }

    /// Reads `bool`.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Bool {
        guard cell.type == .bool else { throw cell.mismatch(expected: "bool") }
        return Bool(bits: try cell.fixedWidth(UInt8.self))
    }
}

extension Double: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `float8`.
    public static var postgresType: PostgresType { .float8 }

    /// The bits, in network order.
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: bitPattern) }

    /// Reads `float8` or `float4`.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Double {
        switch cell.type {
        case .float8: Double(bitPattern: try cell.fixedWidth(UInt64.self))
        case .float4: Double(Float(bitPattern: try cell.fixedWidth(UInt32.self)))
        default: throw cell.mismatch(expected: "float8")
        }
    }
}

extension String: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `text`. PostgreSQL refuses U+0000.
    public static var postgresType: PostgresType { .text }

    /// UTF-8.
    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }

    /// Reads any textual type, `json` included.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> String {
        guard cell.type.isTextual else { throw cell.mismatch(expected: "text") }
        return String(decoding: try cell.bytesOrNull(expected: "text"), as: UTF8.self)
    }
}
