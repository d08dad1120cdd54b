/// A piece of HTML, built by string interpolation: `"<p>\(name)</p>"` trusts the literal and escapes `name`.
///
/// Literals are known at compile time, and no other text becomes HTML unescaped. Put attribute values in double quotes. Use ``PageAddress``
/// for the address of a page.
public struct HTML: Hashable, Sendable {
    /// The piece as UTF-8.
    public private(set) var bytes: [UInt8]

    /// An empty piece.
    public init() { bytes = [] }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Whether the piece is empty.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Appends a piece.
    public static func += (left: inout HTML, right: HTML) { left.bytes += right.bytes }

    /// Both pieces.
    public static func + (left: HTML, right: HTML) -> HTML {
        var both = left
        both += right
        return both
    }

    /// The pieces in order, with `separator` between them.
    public static func joined(_ pieces: some Sequence<HTML>, separator: HTML = HTML()) -> HTML {
        var joined = HTML()
        var isFirst = true
        for piece in pieces {
            if !isFirst { joined += separator }
            isFirst = false
            joined += piece
        }
        return joined
    }
}

extension HTML: CustomStringConvertible {
    /// The piece as text.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
