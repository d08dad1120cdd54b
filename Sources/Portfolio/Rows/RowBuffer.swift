import CivilTime
import FoundationEssentials

/// Rows of one table in PostgreSQL's binary COPY format.
///
/// Written here by hand, not by `CopyWriter.row`: a rebuild writes tens of millions of rows, and what is written is also what is compared.
struct RowBuffer: Sendable {
    private(set) var bytes: [UInt8] = []

    /// Begins a row of so many fields.
    mutating func row(fields: Int16) { write(2) { $0.put(fields) } }

    mutating func field(_ value: Int16) { number(value) }

    mutating func field(_ value: Bool) { number(UInt8(value ? 1 : 0)) }

    mutating func field(_ value: UUID) {
        number(UInt128(bigEndian: withUnsafeBytes(of: value.uuid) { $0.loadUnaligned(as: UInt128.self) }))
    }

    mutating func field(_ value: UInt128) { number(value) }

    mutating func field(_ value: Stamp) { number(value.microseconds) }

    mutating func field(_ value: PlainDate) { number(value.days) }

    mutating func null() { write(4) { $0.put(Int32(-1)) } }

    private mutating func number<Value: FixedWidthInteger>(_ value: Value) {
        write(4 + Value.bitWidth / 8) { $0.element(value) }
    }

    /// An array of so many numbers, none of them null.
    mutating func array<Element: RowElement>(_ count: Int, of _: Element.Type, _ numbers: (inout Pen) -> Void) {
        array(count, size: Element.bitWidth / 8, of: Element.oid, numbers)
    }

    /// An array of so many days, whose elements are numbers of days.
    mutating func dates(_ count: Int, _ numbers: (inout Pen) -> Void) { array(count, size: 4, of: 1082, numbers) }

    /// An array of so many instants, whose elements are microseconds.
    mutating func stamps(_ count: Int, _ numbers: (inout Pen) -> Void) { array(count, size: 8, of: 1184, numbers) }

    /// An array of texts.
    mutating func array(_ values: [String?]) {
        let size = RowBuffer.opening(of: values.count) + values.reduce(0) { $0 + 4 + ($1?.utf8.count ?? 0) }
        write(4 + RowBuffer.opening(of: values.count)) { pen in
            pen.put(Int32(size))
            pen.opening(values.count, hasNulls: values.contains(nil), of: 25)
        }
        for value in values {
            if let value {
                write(4) { $0.put(Int32(value.utf8.count)) }
                bytes.append(contentsOf: value.utf8)
            } else {
                null()
            }
        }
    }

    private mutating func array(_ count: Int, size: Int, of type: Int32, _ numbers: (inout Pen) -> Void) {
        let size = RowBuffer.opening(of: count) + count * (4 + size)
        write(4 + size) { pen in
            pen.put(Int32(size))
            pen.opening(count, hasNulls: false, of: type)
            numbers(&pen)
        }
    }

    /// The bytes before the elements of an array.
    private static func opening(of count: Int) -> Int { count == 0 ? 12 : 20 }

    /// Writes so many bytes.
    private mutating func write(_ count: Int, _ body: (inout Pen) -> Void) {
        bytes.append(addingCapacity: count) { span in
            span.withUnsafeMutableBufferPointer { buffer, initialized in
                let room = UnsafeMutableBufferPointer(rebasing: buffer[initialized..<initialized + count])
                var pen = Pen(UnsafeMutableRawBufferPointer(room))
                body(&pen)
                precondition(pen.isAtEnd, "As many elements are written as were announced.")
                initialized += count
            }
        }
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
        let changes = timeline.changes
        dates(changes.count + 1) { pen in
            pen.element(PlainDate.beforeAll.days)
            for change in changes { pen.element(PlainDate(change.on).days) }
        }
    }

    /// Numbers for each of a timeline's pieces, as an array.
    mutating func numbers<Value, Number: RowElement>(
        of timeline: Timeline<Value>, each: Int = 1, as _: Number.Type, _ write: (Value, inout Pen) -> Void
    ) {
        let changes = timeline.changes
        array(each * (changes.count + 1), of: Number.self) { pen in
            write(timeline.initial, &pen)
            for change in changes { write(change.value, &pen) }
        }
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

/// Writes numbers into room that was made for them, in PostgreSQL's order of bytes.
struct Pen: ~Copyable {
    private let room: UnsafeMutableRawBufferPointer
    private var place = 0

    init(_ room: UnsafeMutableRawBufferPointer) { self.room = room }

    var isAtEnd: Bool { place == room.count }

    mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        precondition(place + MemoryLayout<Value>.size <= room.count, "No more elements are written than were announced.")
        room.storeBytes(of: value.bigEndian, toByteOffset: place, as: Value.self)
        place += MemoryLayout<Value>.size
    }

    /// A number with its size: a field, or an element of an array.
    mutating func element<Value: FixedWidthInteger>(_ value: Value) {
        put(Int32(MemoryLayout<Value>.size))
        put(value)
    }

    /// Dimensions, whether there are nulls, the type of the elements, and unless it is empty how many and from which index.
    mutating func opening(_ count: Int, hasNulls: Bool, of type: Int32) {
        put(Int32(count == 0 ? 0 : 1))
        put(Int32(hasNulls ? 1 : 0))
        put(type)
        if count == 0 { return }
        put(Int32(count))
        put(Int32(1))
    }
}
