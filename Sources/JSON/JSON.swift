/// A JSON value (RFC 8259). Object members keep the order of the document.
///
/// Two objects are equal when they have the same members, in any order.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number that equals a 64-bit integer, however it was written: `1000`, `1000.0`, `1e3`.
    case integer(Int64)
    /// Any other number, as its literal (`1.5`, `1e30`, thirty digits): never rounded.
    case number(String)
    case string(String)
    case array([JSON])
    case object(Object)
}

extension [UInt8] {
    /// Removes a byte order mark at the start, if there is one.
    public mutating func dropByteOrderMark() {
        if starts(with: JSON.byteOrderMark) { removeFirst(JSON.byteOrderMark.count) }
    }
}

extension JSON {
    /// U+FEFF in UTF-8. Editors put it at the start of a file; it is not part of a JSON document.
    public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The value of a member; nil when this is not an object or has no such member.
    public subscript(key: String) -> JSON? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    /// An element; nil when this is not an array or has no such index.
    public subscript(index: Int) -> JSON? {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }

    /// The text; nil when this is not a string.
    public var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The integer; nil when this is not an integer.
    public var integer: Int? { if case .integer(let value) = self { Int(value) } else { nil } }

    /// The truth value; nil when this is not a boolean.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The elements; nil when this is not an array.
    public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }

    /// The object; nil when this is not an object.
    public var object: Object? { if case .object(let value) = self { value } else { nil } }
}
