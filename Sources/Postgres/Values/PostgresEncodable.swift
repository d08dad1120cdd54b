/// A value that can be bound to a parameter of a statement.
///
/// A parameter always carries its type, so that PostgreSQL never guesses one. An enumeration whose raw value is encodable needs only the conformance:
/// `enum Kind: String, PostgresEncodable { … }`. A parameter for a PostgreSQL enum is text, cast in the statement: `\(kind)::kind`.
public protocol PostgresEncodable {
    /// The type the parameter is declared with.
    static var postgresType: PostgresType { get }

    /// Whether the value is NULL; `encode(into:)` is not called then.
    var isPostgresNull: Bool { get }

    /// Appends the binary form of the value, without a length.
    func encode(into bytes: inout [UInt8])
}

extension PostgresEncodable {
    /// A value is not NULL; only an `Optional` can be.
    public var isPostgresNull: Bool { false }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    /// That of the raw value.
    public static var postgresType: PostgresType { RawValue.postgresType }

    /// Encodes the raw value.
    public func encode(into bytes: inout [UInt8]) { rawValue.encode(into: &bytes) }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// That of the value, also for NULL.
    public static var postgresType: PostgresType { Wrapped.postgresType }

    /// Whether there is no value.
    public var isPostgresNull: Bool { self?.isPostgresNull ?? true }

    /// Encodes the value there is.
    public func encode(into bytes: inout [UInt8]) { self?.encode(into: &bytes) }
}

extension [UInt8] {
    /// Appends an integer in network order, the way PostgreSQL's binary forms have them.
    mutating func append<I: FixedWidthInteger>(bigEndian value: I) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Appends a length-prefixed value, −1 for NULL: how arrays and binary COPY write a value.
    mutating func append(field value: some PostgresEncodable) {
        guard !value.isPostgresNull else { return append(bigEndian: Int32(-1)) }
        let start = count
        append(bigEndian: Int32(0))
        value.encode(into: &self)
        let length = Int32(count - start - 4)
        Swift.withUnsafeBytes(of: length.bigEndian) { for (offset, byte) in $0.enumerated() { self[start + offset] = byte } }
    }
}
