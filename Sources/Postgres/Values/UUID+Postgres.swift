public import FoundationEssentials

extension UUID: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `uuid`.
    public static var postgresType: PostgresType { .uuid }

    /// The 16 bytes.
    public func encode(into bytes: inout [UInt8]) { withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) } }

    /// Reads `uuid`.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> UUID {
        let bytes = try cell.value(.uuid, expected: "uuid")
        guard bytes.count == 16 else { throw cell.mismatch(expected: "16 bytes") }
        return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}
