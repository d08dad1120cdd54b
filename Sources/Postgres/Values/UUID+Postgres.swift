public import FoundationEssentials

extension UUID: FixedWidthValue, PostgresDecodable, PostgresArrayElement {
    /// `uuid`.
    public static var postgresType: PostgresType { .uuid }

    /// The UUID with these bits, the highest first.
    @inlinable public init(bits: UInt128) { self.init(uuid: unsafeBitCast(bits.bigEndian, to: uuid_t.self)) }

    /// The bits, the highest first.
    @inlinable public var bits: UInt128 { UInt128(bigEndian: unsafeBitCast(uuid, to: UInt128.self)) }

    /// Reads `uuid`.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> UUID {
        guard cell.type == .uuid else { throw cell.mismatch(expected: "uuid") }
        return UUID(bits: try cell.fixedWidth(UInt128.self))
    }
}
