import CivilTime
import FoundationEssentials

/// A row as a binary COPY gives it, read field by field in order; valid while the bytes are.
struct StoredRow {
    private let row: UnsafeRawBufferPointer
    private var place: Int

    /// - Returns: `nil` for what stands behind the last row.
    init?(_ bytes: UnsafeRawBufferPointer) {
        row = bytes
        place = StoredRow.start(of: bytes)
        if read(Int16.self) < 0 { return nil }
    }

    /// The row's own bytes; `nil` for what stands behind the last row.
    static func bytes(of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let row = UnsafeRawBufferPointer(rebasing: bytes[start(of: bytes)...])
        return row.count > 2 ? row : nil
    }

    /// The first row comes behind the header: a signature, flags, and an extension that nobody uses.
    private static func start(of bytes: UnsafeRawBufferPointer) -> Int { bytes.first == UInt8(ascii: "P") ? 19 : 0 }

    mutating func int16() -> Int16 { field() == 2 ? read() : 0 }
    mutating func int32() -> Int32 { field() == 4 ? read() : 0 }
    mutating func int64() -> Int64 { field() == 8 ? read() : 0 }

    mutating func uuid() -> UInt128 { field() == 16 ? read() : 0 }

    /// A day that is neither infinity.
    mutating func day() -> Day { Day(number: Int(int32()) + 10_957) }

    mutating func instant() -> Instant { Instant(microseconds: int64() + 946_684_800_000_000) }

    mutating func text() -> String? {
        guard let size = field() else { return nil }
        defer { place += size }
        return String(decoding: row[place..<place + size], as: UTF8.self)
    }

    /// Bytes of any type.
    mutating func bytes() -> [UInt8] {
        guard let size = field() else { return [] }
        defer { place += size }
        return [UInt8](row[place..<place + size])
    }

    /// The elements of an array without nulls, into one that is used again; none where it is null.
    mutating func array<Element: FixedWidthInteger>(into elements: inout [Element]) {
        elements.removeAll(keepingCapacity: true)
        guard field() != nil else { return }
        let dimensions = read(Int32.self)
        place += 8
        guard dimensions == 1 else { return }
        let count = Int(read(Int32.self))
        place += 4
        for _ in 0..<count {
            place += 4
            elements.append(read())
        }
    }

    private mutating func field() -> Int? {
        let size = Int(read(Int32.self))
        return size < 0 ? nil : size
    }

    private mutating func read<Value: FixedWidthInteger>(_: Value.Type = Value.self) -> Value {
        defer { place += MemoryLayout<Value>.size }
        return Value(bigEndian: row.loadUnaligned(fromByteOffset: place, as: Value.self))
    }
}
