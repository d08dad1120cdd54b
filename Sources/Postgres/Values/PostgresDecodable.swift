/// A value that a cell of a row can give. The cell's type is checked; only an `Optional` accepts NULL.
public protocol PostgresDecodable {
    /// Reads the cell.
    /// - Throws: `PostgresError` with the code `.decoding` when the cell holds NULL, another type, or a value out of range.
    static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Self
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    /// Reads the raw value; throws when it matches no case.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Self {
        guard let value = Self(rawValue: try RawValue.decode(cell)) else { throw cell.mismatch(expected: "a raw value of \(Self.self)") }
        return value
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Reads the value, nil for NULL.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Self {
        cell.isNull ? nil : try Wrapped.decode(cell)
    }
}
