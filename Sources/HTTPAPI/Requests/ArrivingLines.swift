import ContractService
import JSON
import NIOCore

/// Cuts a body into lines as it arrives: each line is handed on as soon as it is whole. Of one that is too long, only so much is kept.
struct ArrivingLines {
    private var begun: [UInt8] = []
    /// The number of the line begun, or of the next one.
    private(set) var number = 1

    /// Takes what arrived; returns the lines that it made whole. Empty ones count, and are left out.
    mutating func add(_ buffer: ByteBuffer) -> [BulkLine] {
        var lines: [BulkLine] = []
        var rest = buffer.readableBytesView
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            append(rest[..<end])
            rest = rest[(end + 1)...]
            if let line = endLine() { lines.append(line) }
        }
        append(rest)
        return lines
    }

    /// The last line, when it has no end of its own.
    mutating func finish() -> BulkLine? { endLine() }

    private mutating func append(_ bytes: ByteBufferView) {
        begun.append(contentsOf: bytes.prefix(BulkLine.maximum + 1 - begun.count))
    }

    private mutating func endLine() -> BulkLine? {
        defer {
            begun = []
            number += 1
        }
        if begun.last == UInt8(ascii: "\r") { begun.removeLast() }
        if number == 1 { begun.dropByteOrderMark() }
        let isBlank = begun.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return isBlank ? nil : BulkLine(number: number, bytes: begun)
    }
}
