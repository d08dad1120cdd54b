/// A row of `COPY … TO STDOUT (FORMAT binary)`, read field by field in order. Valid only as long as its bytes.
///
/// Unlike a ``Row``, it names no types or columns: the reader must know both.
public struct BinaryRow {
    @usableFromInline let row: UnsafeRawBufferPointer
    @usableFromInline var place: Int

    /// - Returns: Nil for the trailer after the last row.
    @inlinable public init?(_ bytes: UnsafeRawBufferPointer) {
        row = bytes
        place = Self.start(of: bytes) + 2
        guard bytes.count >= place else { return nil }
        if Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: place - 2, as: Int16.self)) < 0 { return nil }
    }

    /// The row's own bytes; nil for the trailer after the last row.
    @inlinable public static func bytes(of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let row = UnsafeRawBufferPointer(rebasing: bytes[start(of: bytes)...])
        return row.count > 2 ? row : nil
    }

    /// A header precedes the first row: a signature, flags, and an unused extension.
    @inlinable static func start(of bytes: UnsafeRawBufferPointer) -> Int { bytes.first == UInt8(ascii: "P") ? 19 : 0 }

    // Each of these throws a `PostgresError` with the code `.decoding` when the field has another size, is NULL, or is missing.

    /// Reads a `smallint`.
    @inlinable public mutating func int16() throws(PostgresError) -> Int16 { try value() }
    /// Reads an `integer`.
    @inlinable public mutating func int32() throws(PostgresError) -> Int32 { try value() }
    /// Reads a `bigint`.
    @inlinable public mutating func int64() throws(PostgresError) -> Int64 { try value() }

    /// Reads a value.
    @inlinable public mutating func value<Value: FixedWidthValue>(_: Value.Type = Value.self) throws(PostgresError) -> Value {
        guard let value = try valueOrNull(Value.self) else { throw Self.mismatch(found: nil, expected: MemoryLayout<Value.Bits>.size) }
        return value
    }

    /// Reads a value; nil for NULL.
    @inlinable public mutating func valueOrNull<Value: FixedWidthValue>(_: Value.Type = Value.self) throws(PostgresError) -> Value? {
        guard let size = try size() else { return nil }
        guard size == MemoryLayout<Value.Bits>.size else { throw Self.mismatch(found: size, expected: MemoryLayout<Value.Bits>.size) }
        return Value(bits: read())
    }

    /// Reads a text; nil for NULL.
    @inlinable public mutating func textOrNull() throws(PostgresError) -> String? {
        try contents().map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads the bytes of any type; an empty array for NULL.
    @inlinable public mutating func bytes() throws(PostgresError) -> [UInt8] { try contents().map { [UInt8]($0) } ?? [] }

    /// Reads a one-dimensional array without nulls into `elements`, and reuses its capacity. Empty for NULL.
    @inlinable public mutating func array<Element: FixedWidthValue>(into elements: inout [Element]) throws(PostgresError) {
        elements.removeAll(keepingCapacity: true)
        guard let size = try size() else { return }
        guard size >= 12 else { throw Self.mismatch(found: size, expected: 12) }
        let (dimensions, hasNulls, type) = (read(Int32.self), read(Int32.self), read(UInt32.self))
        if dimensions == 0, size == 12 { return }
        guard dimensions == 1, hasNulls == 0, type == Element.postgresType.rawValue, size >= 20 else {
            throw Self.mismatch(found: size, expected: 20)
        }
        let count = Int(read(Int32.self))
        place += 4
        let width = 4 + MemoryLayout<Element.Bits>.size
        guard size == 20 + count * width else { throw Self.mismatch(found: size, expected: 20 + count * width) }
        for _ in 0..<count {
            place += 4
            elements.append(Element(bits: read()))
        }
    }

    /// Reads the size of a field, and checks that all its bytes are there; nil for NULL.
    @inlinable mutating func size() throws(PostgresError) -> Int? {
        guard place + 4 <= row.count else { throw Self.mismatch(found: row.count - place, expected: 4) }
        let size = Int(read(Int32.self))
        guard place + size <= row.count else { throw Self.mismatch(found: row.count - place, expected: size) }
        return size < 0 ? nil : size
    }

    @inlinable mutating func contents() throws(PostgresError) -> Slice<UnsafeRawBufferPointer>? {
        guard let size = try size() else { return nil }
        defer { place += size }
        return row[place..<place + size]
    }

    /// Reads a number. The caller has checked that its bytes are there.
    @inlinable mutating func read<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number {
        defer { place += MemoryLayout<Number>.size }
        return Number(bigEndian: row.loadUnaligned(fromByteOffset: place, as: Number.self))
    }

    @usableFromInline static func mismatch(found: Int?, expected: Int) -> PostgresError {
        PostgresError(.decoding, "a copied field \(found.map { "has \($0) bytes" } ?? "is NULL"); expected \(expected) bytes")
    }
}
