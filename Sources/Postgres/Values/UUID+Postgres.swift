public import FoundationEssentials

extension UUID: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    public static var postgresType: PostgresType { .uuid }
    public static var postgresArrayType: PostgresType { .uuidArray }

    public func encode(into bytes: inout [UInt8]) { withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) } }

    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> UUID {
        let bytes = try cell.value(.uuid, expected: "uuid")
        guard bytes.count == 16 else { throw cell.mismatch(expected: "16 bytes") }
        return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}
