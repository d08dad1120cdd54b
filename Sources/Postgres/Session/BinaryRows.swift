public import FoundationEssentials

/// Rows in the format of `COPY … (FORMAT binary)`, for `CopyWriter.bytes(_:)`: for those who write so many that `CopyWriter.row`, which takes
/// any types, would cost more than the rows. The types must be those of the columns.
///
/// ```swift
/// var rows = BinaryRows()
/// rows.row(fields: 2)
/// rows.field(id)
/// rows.field("text")
/// ```
public struct BinaryRows: Sendable {
    /// The rows so far.
    public private(set) var bytes: [UInt8] = []

    /// No rows.
    public init() {}

    /// Makes room for so many more bytes.
    public mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

    /// Forgets the rows, and keeps the room they took.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Begins a row of so many fields.
    public mutating func row(fields: Int16) { append(fields) }

    /// A `smallint`.
    public mutating func field(_ value: Int16) {
        append(Int32(2))
        append(value)
    }

    /// An `integer`.
    public mutating func field(_ value: Int32) {
        append(Int32(4))
        append(value)
    }

    /// A `bigint`.
    public mutating func field(_ value: Int64) {
        append(Int32(8))
        append(value)
    }

    /// A `uuid`.
    public mutating func field(_ value: UUID) {
        append(Int32(16))
        withUnsafeBytes(of: value.uuid) { bytes.append(contentsOf: $0) }
    }

    /// A `timestamptz`.
    public mutating func field(_ value: PostgresTimestamp) {
        append(Int32(8))
        value.encode(into: &bytes)
    }

    /// A `text`.
    public mutating func field(_ value: String) {
        append(Int32(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    /// A `bytea`, or a `json` in UTF-8.
    public mutating func field(_ value: [UInt8]) {
        append(Int32(value.count))
        bytes.append(contentsOf: value)
    }

    /// A part of other rows, which may begin and end with any field.
    public mutating func add(_ rows: BinaryRows, _ part: Range<Int>) { bytes.append(contentsOf: rows.bytes[part]) }

    /// A field without a value.
    public mutating func null() { append(Int32(-1)) }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
