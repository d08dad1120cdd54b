/// A value that a statement's parameter can hold.
///
/// A parameter always carries its type, so PostgreSQL never has to guess. An enumeration with an encodable raw value needs only the
/// conformance:
/// `enum Kind: String, PostgresEncodable { … }`. For a PostgreSQL enum, cast the text parameter in the statement: `\(kind)::kind`.
public protocol PostgresEncodable {
    /// The parameter's declared type.
    static var postgresType: PostgresType { get }

    /// Whether the value is NULL; then `encode(into:)` is not called.
    var isPostgresNull: Bool { get }

    /// Appends the binary form of the value, without a length.
    func encode(into bytes: inout [UInt8])
}

extension PostgresEncodable {
    /// False: only an `Optional` can be NULL.
    public var isPostgresNull: Bool { false }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    /// The raw value's type.
    public static var postgresType: PostgresType { RawValue.postgresType }

    /// Encodes the raw value.
    public func encode(into bytes: inout [UInt8]) { rawValue.encode(into: &bytes) }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// The wrapped value's type, also for NULL.
    public static var postgresType: PostgresType { Wrapped.postgresType }

    /// Whether there is no value.
    public var isPostgresNull: Bool { self?.isPostgresNull ?? true }

    /// Encodes the wrapped value, if there is one.
    public func encode(into bytes: inout [UInt8]) { self?.encode(into: &bytes) }
}

extension [UInt8] {
    /// Appends an integer in network order, as in PostgreSQL's binary forms.
    mutating func append<I: FixedWidthInteger>(bigEndian value: I) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Appends a value preceded by its length, −1 for NULL: the form of array elements and binary COPY fields.
    mutating func append(field value: some PostgresEncodable) {
        guard !value.isPostgresNull else { return append(bigEndian: Int32(-1)) }
        let start = count
        append(bigEndian: Int32(0))
        value.encode(into: &self)
        let length = Int32(count - start - 4)
        Swift.withUnsafeBytes(of: length.bigEndian) { for (offset, byte) in $0.enumerated() { self[start + offset] = byte } }
    }
}
