import CivilTime
import FoundationEssentials

/// Rows of one table in PostgreSQL's binary COPY format.
///
/// Written here by hand, not by `CopyWriter.row`: a rebuild writes tens of millions of rows, and what is written is also what is compared.
struct RowBuffer: Sendable {
    private(set) var bytes: [UInt8] = []

    /// Begins a row of so many fields.
    mutating func row(fields: Int16) { append(fields) }

    mutating func field(_ value: Int16) {
        append(Int32(2))
        append(value)
    }

    mutating func field(_ value: UUID) {
        append(Int32(16))
        withUnsafeBytes(of: value.uuid) { bytes.append(contentsOf: $0) }
    }

    mutating func field(_ value: UInt128) {
        append(Int32(16))
        append(value)
    }

    mutating func field(_ value: Stamp) {
        append(Int32(8))
        append(value.microseconds)
    }

    mutating func field(_ value: PlainDate) {
        append(Int32(4))
        append(value.days)
    }

    mutating func null() { append(Int32(-1)) }

    /// An array; `null` where the collection is.
    mutating func array(_ values: some Collection<PlainDate>) {
        array(values.count, size: 4, of: 1082) { for value in values { $0.element(value.days) } }
    }
    mutating func array(_ values: some Collection<Stamp>) {
        array(values.count, size: 8, of: 1184) { for value in values { $0.element(value.microseconds) } }
    }
    mutating func array(_ values: some Collection<Int16>) {
        array(values.count, size: 2, of: 21) { for value in values { $0.element(value) } }
    }
    mutating func array(_ values: some Collection<Int32>) {
        array(values.count, size: 4, of: 23) { for value in values { $0.element(value) } }
    }
    mutating func array(_ values: some Collection<Int64>) {
        array(values.count, size: 8, of: 20) { for value in values { $0.element(value) } }
    }

    /// An array of texts.
    mutating func array(_ values: [String?]) {
        let size = values.reduce(0) { $0 + 4 + ($1?.utf8.count ?? 0) }
        append(Int32((values.isEmpty ? 12 : 20) + size))
        opening(values.count, hasNulls: values.contains(nil), of: 25)
        for value in values {
            if let value {
                append(Int32(value.utf8.count))
                bytes.append(contentsOf: value.utf8)
            } else {
                null()
            }
        }
    }

    private mutating func array(_ count: Int, size: Int, of type: Int32, _ elements: (inout RowBuffer) -> Void) {
        append(Int32(count == 0 ? 12 : 20 + count * (4 + size)))
        opening(count, hasNulls: false, of: type)
        elements(&self)
    }

    /// Dimensions, whether there are nulls, the type of the elements, and unless it is empty how many and from which index.
    private mutating func opening(_ count: Int, hasNulls: Bool, of type: Int32) {
        append(Int32(count == 0 ? 0 : 1))
        append(Int32(hasNulls ? 1 : 0))
        append(type)
        if count == 0 { return }
        append(Int32(count))
        append(Int32(1))
    }

    private mutating func element(_ value: some FixedWidthInteger) {
        append(Int32(value.bitWidth / 8))
        append(value)
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Hands over row after row, each from its number of fields on.
    func forEachRow(_ body: (UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                var end = start + 2
                for _ in 0..<Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int16.self)) {
                    end += 4 + Int(max(0, Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: end, as: Int32.self))))
                }
                body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                start = end
            }
        }
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

/// A day as PostgreSQL writes it.
struct PlainDate: Hashable, Comparable, Sendable {
    /// Since 2000-01-01.
    let days: Int32

    init(_ day: Day) { days = Int32(day.number - 10_957) }
    private init(days: Int32) { self.days = days }

    static let beforeAll = PlainDate(days: .min)
    static let never = PlainDate(days: .max)

    static func < (left: PlainDate, right: PlainDate) -> Bool { left.days < right.days }
}

/// An instant as PostgreSQL writes it.
struct Stamp: Hashable, Comparable, Sendable {
    /// Since 2000-01-01T00:00:00Z.
    let microseconds: Int64

    init(_ instant: Instant) { microseconds = instant.microseconds - 946_684_800_000_000 }
    private init(microseconds: Int64) { self.microseconds = microseconds }

    static let never = Stamp(microseconds: .max)

    static func < (left: Stamp, right: Stamp) -> Bool { left.microseconds < right.microseconds }
}
