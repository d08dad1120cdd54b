import CivilTime

/// A piece of an XML document, written as bytes. Texts are escaped; names and attributes are literals of the caller.
struct XMLPiece {
    private(set) var bytes: [UInt8]

    /// A piece that begins with a text as it is.
    init(_ start: StaticString) { bytes = start.withUTF8Buffer { Array($0) } }

    /// Opens elements, each inside the one before.
    mutating func open(_ names: String...) {
        for name in names { tag("<", name) }
    }

    /// Closes elements that were opened together.
    mutating func close(_ names: String...) {
        for name in names.reversed() { tag("</", name) }
    }

    /// Adds elements, each inside the one before, with a text in the innermost.
    mutating func add(_ names: String..., text: String) {
        for name in names { tag("<", name) }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
            case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
            case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
            default: bytes.append(byte)
            }
        }
        for name in names.reversed() { tag("</", String(name.prefix { $0 != " " })) }
    }

    /// Ends the line: a file of one long line is hard to look at.
    mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

    private mutating func tag(_ start: String, _ name: String) {
        bytes += start.utf8
        bytes += name.utf8
        bytes.append(UInt8(ascii: ">"))
    }
}

extension Money {
    /// Euros with two decimals and a point, as XML and beancount write them.
    var decimal: String { (cents < 0 ? "-" : "") + "\(cents.magnitude / 100).\(Int(cents.magnitude % 100).padded(2))" }
}
