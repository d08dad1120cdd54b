/// Rows in the format of `COPY … (FORMAT binary)`, for `CopyWriter.bytes(_:)`. Types must match the columns exactly: PostgreSQL converts
/// nothing here.
///
/// ```swift
/// var rows = BinaryRows()
/// rows.row(fields: 2)
/// rows.field(id)
/// rows.field("text")
/// ```
public struct BinaryRows: Sendable {
    @usableFromInline var written: [UInt8] = []

    /// The rows so far.
    @inlinable public var bytes: [UInt8] { written }

    /// An empty list of rows.
    public init() {}

    /// Reserves capacity for `count` more bytes.
    public mutating func reserve(_ count: Int) { written.reserveCapacity(written.count + count) }

    /// Removes the rows, and keeps their capacity.
    public mutating func removeAll() { written.removeAll(keepingCapacity: true) }

    /// Begins a row of `fields` fields.
    @inlinable public mutating func row(fields: Int16) { write(2) { $0.put(fields) } }

    /// A number, a day, an instant or a `uuid`.
    @inlinable public mutating func field<Value: FixedWidthValue>(_ value: Value) {
        write(4 + MemoryLayout<Value.Bits>.size) { $0.element(value) }
    }

    /// A `text`.
    @inlinable public mutating func field(_ value: String) {
        write(4) { $0.put(Int32(value.utf8.count)) }
        written.append(contentsOf: value.utf8)
    }

    /// A `bytea`, or a `json` in UTF-8.
    @inlinable public mutating func field(_ value: [UInt8]) {
        write(4) { $0.put(Int32(value.count)) }
        written.append(contentsOf: value)
    }

    /// A NULL field.
    @inlinable public mutating func null() { write(4) { $0.put(Int32(-1)) } }

    /// An array of `count` non-null elements, which `elements` writes.
    @inlinable public mutating func array<Element: FixedWidthValue>(
        _ count: Int, of _: Element.Type, _ elements: (inout Pen) -> Void
    ) {
        let size = Self.opening(of: count) + count * (4 + MemoryLayout<Element.Bits>.size)
        write(4 + size) { pen in
            pen.put(Int32(size))
            pen.opening(count, hasNulls: false, of: Element.postgresType)
            elements(&pen)
        }
    }

    /// An array of texts.
    public mutating func array(_ values: [String?]) {
        let size = Self.opening(of: values.count) + values.reduce(0) { $0 + 4 + ($1?.utf8.count ?? 0) }
        write(4 + Self.opening(of: values.count)) { pen in
            pen.put(Int32(size))
            pen.opening(values.count, hasNulls: values.contains(nil), of: .text)
        }
        for value in values {
            if let value { field(value) } else { null() }
        }
    }

    /// Appends a part of other rows. The part may begin and end at any field.
    public mutating func add(_ rows: BinaryRows, _ part: Range<Int>) { written.append(contentsOf: rows.written[part]) }

    /// Passes each row to `body`, beginning with its number of fields.
    @inlinable public func forEachRow(_ body: (UnsafeRawBufferPointer) -> Void) {
        written.withUnsafeBytes { bytes in
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

    /// The size of an array's header.
    @inlinable static func opening(of count: Int) -> Int { count == 0 ? 12 : 20 }

    /// Writes `count` bytes.
    @inlinable mutating func write(_ count: Int, _ body: (inout Pen) -> Void) {
        written.append(addingCapacity: count) { span in
            span.withUnsafeMutableBufferPointer { buffer, initialized in
                let room = UnsafeMutableBufferPointer(rebasing: buffer[initialized..<initialized + count])
                var pen = Pen(UnsafeMutableRawBufferPointer(room))
                body(&pen)
                precondition(pen.isAtEnd, "As many elements are written as were announced.")
                initialized += count
            }
        }
    }

    /// Writes into reserved memory, in network order.
    public struct Pen: ~Copyable {
        @usableFromInline let room: UnsafeMutableRawBufferPointer
        @usableFromInline var place = 0

        @inlinable init(_ room: UnsafeMutableRawBufferPointer) { self.room = room }

        @inlinable var isAtEnd: Bool { place == room.count }

        @inlinable mutating func put<Number: FixedWidthInteger>(_ number: Number) {
            precondition(place + MemoryLayout<Number>.size <= room.count, "No more elements are written than were announced.")
            room.storeBytes(of: number.bigEndian, toByteOffset: place, as: Number.self)
            place += MemoryLayout<Number>.size
        }

        /// A value preceded by its size: a field, or an element of an array.
        @inlinable public mutating func element<Value: FixedWidthValue>(_ value: Value) {
            put(Int32(MemoryLayout<Value.Bits>.size))
            put(value.bits)
        }

        /// An array's header: dimensions, whether it has nulls, and the element type. A non-empty array adds its count and first index.
        @inlinable mutating func opening(_ count: Int, hasNulls: Bool, of type: PostgresType) {
            put(Int32(count == 0 ? 0 : 1))
            put(Int32(hasNulls ? 1 : 0))
            put(type.rawValue)
            if count == 0 { return }
            put(Int32(count))
            put(Int32(1))
        }
    }
}
