/// A JSON value (RFC 8259), with its object members in the order in which they were written.
///
/// Two objects are equal when they have the same members, in whatever order.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number whose value is an integer of 64 bits, however it was written: `1000`, `1000.0`, `1e3`.
    case integer(Int64)
    /// Any other number, as the literal that was written (`1.5`, `1e30`, thirty digits): never rounded.
    case number(String)
    case string(String)
    case array([JSON])
    case object(Object)
}

extension [UInt8] {
    /// Drops the byte order mark at the start of a file or a stream, if one is there.
    public mutating func dropByteOrderMark() {
        if starts(with: JSON.byteOrderMark) { removeFirst(JSON.byteOrderMark.count) }
    }
}

extension JSON {
    /// U+FEFF in UTF-8. Editors put it at the start of a file; it is no part of a JSON document.
    public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The value of a member, nil when this is no object or has no such member.
    public subscript(key: String) -> JSON? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    /// An element, nil when this is no array or has no such place.
    public subscript(index: Int) -> JSON? {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }

    /// The text, nil when this is no string.
    public var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The integer, nil when this is none.
    public var integer: Int? { if case .integer(let value) = self { Int(value) } else { nil } }

    /// The truth value, nil when this is none.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The elements, nil when this is no array.
    public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }

    /// The object, nil when this is none.
    public var object: Object? { if case .object(let value) = self { value } else { nil } }
}
