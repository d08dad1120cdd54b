extension JSON {
    /// The document as UTF-8: compact, or indented when `pretty`. Members keep their order, or are sorted by key at every depth.
    ///
    /// A solidus is never escaped. With sorted keys, equal values give equal bytes.
    public func bytes(sortedKeys: Bool = false, pretty: Bool = false) -> [UInt8] {
        bytes(after: [], sortedKeys: sortedKeys, pretty: pretty)
    }

    /// The document as UTF-8, appended to `beginning`.
    public func bytes(after beginning: consuming [UInt8], sortedKeys: Bool = false, pretty: Bool = false) -> [UInt8] {
        var writer = Writer(bytes: beginning, sortedKeys: sortedKeys, pretty: pretty)
        writer.write(self, depth: 0)
        return writer.bytes
    }
}

extension JSON: CustomStringConvertible {
    /// The compact document.
    public var description: String { String(decoding: bytes(), as: UTF8.self) }
}

private struct Writer {
    var bytes: [UInt8]
    let sortedKeys: Bool
    let pretty: Bool

    init(bytes: consuming [UInt8], sortedKeys: Bool, pretty: Bool) {
        self.bytes = bytes
        self.sortedKeys = sortedKeys
        self.pretty = pretty
        self.bytes.reserveCapacity(256)
    }

    mutating func write(_ value: JSON, depth: Int) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .number(let literal): bytes.append(contentsOf: literal.utf8)
        case .string(let text): JSON.write(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            var isFirst = true
            for element in elements {
                begin(isFirst: isFirst, depth: depth)
                isFirst = false
                write(element, depth: depth + 1)
            }
            end("]", count: elements.count, depth: depth)
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            var isFirst = true
            for member in (sortedKeys ? object.sorted() : object).members {
                begin(isFirst: isFirst, depth: depth)
                isFirst = false
                JSON.write(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if pretty { bytes.append(0x20) }
                write(member.value, depth: depth + 1)
            }
            end("}", count: object.members.count, depth: depth)
        }
    }

    /// Writes the separator and the line break before an item of a list.
    mutating func begin(isFirst: Bool, depth: Int) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        newLine(depth: depth + 1)
    }

    mutating func end(_ bracket: Unicode.Scalar, count: Int, depth: Int) {
        if count > 0 { newLine(depth: depth) }
        bytes.append(UInt8(ascii: bracket))
    }

    mutating func newLine(depth: Int) {
        guard pretty else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
    }
}

extension JSON {
    /// Appends a string in its quotes.
    public static func write(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            var start = 0
            for index in 0..<utf8.count {
                let byte = utf8[index]
                if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
                escape(byte, to: &bytes)
                start = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(contentsOf: byte < 0x10 ? "u000".utf8 : "u00".utf8)
            bytes.append(contentsOf: String(byte, radix: 16).utf8)
        }
    }
}
