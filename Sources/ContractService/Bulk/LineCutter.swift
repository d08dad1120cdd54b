import Glibc
import JSON

/// Cuts a stream of bytes into lines, and lines into chunks that are decided together. It keeps one chunk, whatever the length of the stream.
public struct LineCutter: Sendable {
    private var begun: [UInt8] = []
    private var lines: [BulkLine] = []
    private var held = 0
    private var number = 1

    /// The most lines in a chunk.
    public static let chunk = 16000
    /// A chunk ends with the line that brings it to so many bytes: 8 MiB.
    public static let chunkBytes = 1 << 23

    /// A stream of which nothing has come yet.
    public init() {}

    /// Takes the next bytes.
    ///
    /// - Returns: the chunks that became full.
    public mutating func add(_ bytes: UnsafeRawBufferPointer) -> [[BulkLine]] {
        var full: [[BulkLine]] = []
        var rest = bytes
        while let start = rest.baseAddress, let end = memchr(start, 0x0A, rest.count) {
            let length = UnsafeRawPointer(end) - start
            append(UnsafeRawBufferPointer(rebasing: rest[..<length]))
            rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
            endLine()
            if lines.count == LineCutter.chunk || held >= LineCutter.chunkBytes { full.append(takeChunk()) }
        }
        append(rest)
        return full
    }

    /// What is left when no more bytes come: the last chunk, empty when there is nothing in it.
    public mutating func finish() -> [BulkLine] {
        endLine()
        return takeChunk()
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        // One byte too many is enough to know.
        begun.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.prefix(BulkLine.maximum + 1 - begun.count)))
    }

    private mutating func endLine() {
        if begun.last == 0x0D { begun.removeLast() }
        if number == 1 { begun.dropByteOrderMark() }
        if begun.contains(where: { $0 != 0x20 && $0 != 0x09 }) {
            lines.append(BulkLine(number: number, bytes: begun))
            held += begun.count
        }
        begun = []
        number += 1
    }

    private mutating func takeChunk() -> [BulkLine] {
        defer { (lines, held) = ([], 0) }
        return lines
    }
}
