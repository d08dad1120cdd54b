extension HTML {
    /// Appends a text, escaped for an element and for a quoted attribute.
    ///
    /// It works on bytes, not characters: a quotation mark with a combining accent is one `Character`, which differs from a quotation mark.
    /// HTML forbids control characters and noncharacters: they become U+FFFD.
    static func escape(_ utf8: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
        var start = 0
        var place = 0
        while place < utf8.count {
            guard mayNeedEscape(utf8[place]), let found = replacement(at: place, in: utf8) else {
                place += 1
                continue
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<place]))
            found.text.withUTF8Buffer { bytes.append(contentsOf: $0) }
            place += found.length
            start = place
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    }

    /// One bit for each byte below 0x40 that must be replaced: control characters except tab, line feed, form feed and carriage return;
    /// `"`, `&`, `'`, `<` and `>`.
    private static let escapedBits: UInt64 = 0x5000_00C4_FFFF_C9FF

    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        if byte < 0x40 { return escapedBits >> UInt64(byte) & 1 == 1 }
        return byte >= 0x7F && (byte == 0x7F || byte == 0xC2 || byte == 0xEF || byte >= 0xF0)
    }

    /// The replacement of the scalar at `place`, and the scalar's length; nil when the scalar stays.
    private static func replacement(at place: Int, in utf8: UnsafeBufferPointer<UInt8>) -> (text: StaticString, length: Int)? {
        switch utf8[place] {
        case UInt8(ascii: "&"): return ("&amp;", 1)
        case UInt8(ascii: "<"): return ("&lt;", 1)
        case UInt8(ascii: ">"): return ("&gt;", 1)
        case UInt8(ascii: "\""): return ("&quot;", 1)
        case UInt8(ascii: "'"): return ("&#39;", 1)
        case ..<0x80: return ("\u{FFFD}", 1)
        // U+0080 to U+009F.
        case 0xC2: return utf8[place + 1] < 0xA0 ? ("\u{FFFD}", 2) : nil
        // U+FDD0 to U+FDEF, U+FFFE and U+FFFF.
        case 0xEF:
            let (second, third) = (utf8[place + 1], utf8[place + 2])
            let isNoncharacter = second == 0xB7 && (0x90...0xAF).contains(third) || second == 0xBF && third >= 0xBE
            return isNoncharacter ? ("\u{FFFD}", 3) : nil
        // The last two code points of each later plane.
        default:
            let isNoncharacter = utf8[place + 1] & 0x0F == 0x0F && utf8[place + 2] == 0xBF && utf8[place + 3] >= 0xBE
            return isNoncharacter ? ("\u{FFFD}", 4) : nil
        }
    }
}

extension HTML {
    /// The start of an address, when `bytes` end inside the value of an address attribute; otherwise nil.
    static func begunAddress(in bytes: [UInt8]) -> ArraySlice<UInt8>? {
        // Texts are escaped, so each quotation mark comes from a literal, and opens or closes a value.
        guard let quote = bytes.lastIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }), quote > 0,
            bytes[quote - 1] == UInt8(ascii: "=")
        else { return nil }
        let name = bytes[..<(quote - 1)]
        let holdsAddress = addressAttributes.contains { attribute in
            attribute.withUTF8Buffer { name.count >= $0.count && name.suffix($0.count).elementsEqual($0) }
        }
        return holdsAddress ? bytes[(quote + 1)...] : nil
    }

    /// The ends of attribute names: `action` matches `formaction` too.
    private static let addressAttributes: [StaticString] = ["href", "src", "action", "data", "poster", "cite"]

    /// Whether a text is an address of this site, even after a browser drops spaces and line ends or reads `\` as `/`.
    static func isLocalAddress(_ utf8: some RandomAccessCollection<UInt8>) -> Bool {
        guard let first = utf8.first else { return true }
        if utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "\\") }) { return false }
        if first == UInt8(ascii: "?") || first == UInt8(ascii: "#") { return true }
        return first == UInt8(ascii: "/") && utf8.dropFirst().first != UInt8(ascii: "/")
    }
}
