/// An element type of arrays. `[Element]` maps to a one-dimensional PostgreSQL array; `[UInt8]` to `bytea`.
public protocol PostgresArrayElement {
    /// The type of a parameter `[Self]`.
    static var postgresArrayType: PostgresType { get }
    /// Appends the binary form of the whole array.
    static func encode(array: [Self], into bytes: inout [UInt8])
    /// Reads the whole array.
    static func decode(array cell: borrowing Cell) throws(PostgresError) -> [Self]
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    /// The array type of the elements; `bytea` for `[UInt8]`.
    public static var postgresType: PostgresType { Element.postgresArrayType }

    /// The header and the elements; for `[UInt8]` the bytes.
    public func encode(into bytes: inout [UInt8]) { Element.encode(array: self, into: &bytes) }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    /// Reads a one-dimensional array; for `[UInt8]` the bytes of `bytea` or of a text.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> [Element] { try Element.decode(array: cell) }
}

extension UInt8: PostgresArrayElement {
    /// `bytea`.
    public static var postgresArrayType: PostgresType { .bytea }

    /// The bytes.
    public static func encode(array: [UInt8], into bytes: inout [UInt8]) { bytes.append(contentsOf: array) }

    /// The bytes of `bytea`, or the stored UTF-8 bytes of a textual value.
    public static func decode(array cell: borrowing Cell) throws(PostgresError) -> [UInt8] {
        guard cell.type == .bytea || cell.type.isTextual else { throw cell.mismatch(expected: "bytea") }
        return [UInt8](try cell.bytesOrNull(expected: "bytea"))
    }
}

extension PostgresArrayElement where Self: PostgresEncodable & PostgresDecodable {
    /// The array type of `postgresType`.
    public static var postgresArrayType: PostgresType { postgresType.array }

    /// A one-dimensional header and the elements.
    public static func encode(array: [Self], into bytes: inout [UInt8]) {
        let empty = array.isEmpty
        bytes.append(bigEndian: Int32(empty ? 0 : 1))
        bytes.append(bigEndian: Int32(array.contains { $0.isPostgresNull } ? 1 : 0))
        bytes.append(bigEndian: postgresType.rawValue)
        guard !empty else { return }
        bytes.append(bigEndian: Int32(array.count))
        bytes.append(bigEndian: Int32(1))
        for element in array { bytes.append(field: element) }
    }

    /// Reads a one-dimensional array, with any first index.
    public static func decode(array cell: borrowing Cell) throws(PostgresError) -> [Self] {
        guard cell.type.isArray else { throw cell.mismatch(expected: "an array") }
        var rest = try cell.bytesOrNull(expected: "an array")
        func next<I: FixedWidthInteger>(_: I.Type) throws(PostgresError) -> I {
            guard rest.count >= MemoryLayout<I>.size else { throw cell.mismatch(expected: "an array") }
            defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(MemoryLayout<I>.size)) }
            return I(bigEndian: rest.loadUnaligned(as: I.self))
        }
        let dimensions = try next(Int32.self)
        _ = try next(Int32.self)
        let element = PostgresType(rawValue: try next(UInt32.self))
        guard dimensions > 0 else { return [] }
        let count = try next(Int32.self)
        _ = try next(Int32.self)
        guard dimensions == 1, count >= 0, count <= rest.count else { throw cell.mismatch(expected: "an array of one dimension") }
        var values: [Self] = []
        values.reserveCapacity(Int(count))
        for _ in 0..<count {
            let length = Int(try next(Int32.self))
            guard length <= rest.count else { throw cell.mismatch(expected: "an array") }
            let bytes = length < 0 ? nil : UnsafeRawBufferPointer(rebasing: rest.prefix(length))
            values.append(try decode(Cell(type: element, name: cell.name, bytes: bytes)))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(length, 0)))
        }
        return values
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement & PostgresEncodable & PostgresDecodable {}

/// `[[UInt8]]` is `bytea[]`.
extension Array: PostgresArrayElement where Element == UInt8 {}
