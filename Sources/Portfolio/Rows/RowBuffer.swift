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

    /// Begins an array without nulls; as many elements follow.
    mutating func array<Element: RowElement>(_ count: Int, of _: Element.Type) {
        array(count, size: Element.bitWidth / 8, of: Element.oid)
    }

    /// Begins an array of days, whose elements are numbers of days.
    mutating func dates(_ count: Int) { array(count, size: 4, of: 1082) }

    /// Begins an array of instants, whose elements are microseconds.
    mutating func stamps(_ count: Int) { array(count, size: 8, of: 1184) }

    /// An element of the array begun last.
    mutating func element(_ value: some FixedWidthInteger) {
        append(Int32(value.bitWidth / 8))
        append(value)
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

    private mutating func array(_ count: Int, size: Int, of type: Int32) {
        append(Int32(count == 0 ? 12 : 20 + count * (4 + size)))
        opening(count, hasNulls: false, of: type)
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

/// A number that PostgreSQL keeps in arrays.
protocol RowElement: FixedWidthInteger {
    /// The type of it there.
    static var oid: Int32 { get }
}

extension Int16: RowElement { static var oid: Int32 { 21 } }
extension Int32: RowElement { static var oid: Int32 { 23 } }
extension Int64: RowElement { static var oid: Int32 { 20 } }

extension RowBuffer {
    /// The first days of a timeline's pieces, as an array; before all days for the first.
    mutating func starts<Value>(of timeline: Timeline<Value>) {
        dates(timeline.changes.count + 1)
        element(PlainDate.beforeAll.days)
        for change in timeline.changes { element(PlainDate(change.on).days) }
    }

    /// A number for each of a timeline's pieces, as an array.
    mutating func numbers<Value, Number: RowElement>(of timeline: Timeline<Value>, _ number: (Value) -> Number) {
        array(timeline.changes.count + 1, of: Number.self)
        element(number(timeline.initial))
        for change in timeline.changes { element(number(change.value)) }
    }
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
