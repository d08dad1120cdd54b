extension Bool: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .bool }
    public func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Bool {
        guard cell.type == .bool else { throw cell.mismatch(expected: "bool") }
        return try cell.fixedWidth(UInt8.self) != 0
    }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int2 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Int16 { try cell.integer(Int16.self) }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int4 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Int32 { try cell.integer(Int32.self) }
}

extension Int64: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int8 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Int64 { try cell.integer(Int64.self) }
}

/// `int8` in PostgreSQL.
extension Int: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int8 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int64(self)) }
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Int { try cell.integer(Int.self) }
}

extension Double: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .float8 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: bitPattern) }
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Double {
        switch cell.type {
        case .float8: Double(bitPattern: try cell.fixedWidth(UInt64.self))
        case .float4: Double(Float(bitPattern: try cell.fixedWidth(UInt32.self)))
        default: throw cell.mismatch(expected: "float8")
        }
    }
}

/// `text`; read from every textual type, `json` included. PostgreSQL refuses a string that holds U+0000.
extension String: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .text }
    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> String {
        guard PostgresType.textual.contains(cell.type) else { throw cell.mismatch(expected: "text") }
        return String(decoding: try cell.bytesOrNull(expected: "text"), as: UTF8.self)
    }
}
