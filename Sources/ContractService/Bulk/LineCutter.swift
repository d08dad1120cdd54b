import Glibc
import JSON

/// Cuts a stream of bytes into lines. It buffers only the current line, and of a too long line only one byte more than allowed.
public struct LineCutter: Sendable {
    private var begun: [UInt8] = []
    /// The number of the current or next line.
    public private(set) var number = 1

    /// A cutter at the beginning of a stream.
    public init() {}

    /// Adds the next bytes.
    ///
    /// - Returns: The completed lines. Blank lines are counted, but not returned.
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

    /// Ends the current line at the end of the stream.
    ///
    /// - Returns: Nil for a blank line.
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
        // One byte more than allowed is enough to show that the line is too long.
        begun.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.prefix(BulkLine.maximum + 1 - begun.count)))
    }
}
