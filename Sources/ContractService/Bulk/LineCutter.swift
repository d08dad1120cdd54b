import Glibc
import JSON

/// Cuts a stream of bytes into lines. It keeps the line that has begun, and of one that is too long only as much as shows it.
public struct LineCutter: Sendable {
    private var begun: [UInt8] = []
    /// The number of the line begun, or of the next one.
    public private(set) var number = 1

    /// A stream of which nothing has come yet.
    public init() {}

    /// Takes the next bytes.
    ///
    /// - Returns: the lines that became whole. Blank ones count, and are left out.
    public mutating func add(_ bytes: UnsafeRawBufferPointer) -> [BulkLine] {
        var lines: [BulkLine] = []
        var rest = bytes
        while let start = rest.baseAddress, let end = memchr(start, 0x0A, rest.count) {
            let length = UnsafeRawPointer(end) - start
            append(UnsafeRawBufferPointer(rebasing: rest[..<length]))
            rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
            if let line = finish() { lines.append(line) }
        }
        append(rest)
        return lines
    }

    /// Ends the line begun, as no more bytes of it come.
    ///
    /// - Returns: nil for a blank one.
    public mutating func finish() -> BulkLine? {
        defer {
            begun = []
            number += 1
        }
        if begun.last == 0x0D { begun.removeLast() }
        if number == 1 { begun.dropByteOrderMark() }
        return begun.contains { $0 != 0x20 && $0 != 0x09 } ? BulkLine(number: number, bytes: begun) : nil
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        // One byte too many is enough to know.
        begun.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.prefix(BulkLine.maximum + 1 - begun.count)))
    }
}
