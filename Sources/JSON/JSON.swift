/// A JSON value (RFC 8259), with its object members in the order in which they were written.
///
/// Two objects are equal when they have the same members, in whatever order.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number written without fraction or exponent that fits 64 bits.
    case integer(Int64)
    /// Any other number, as the literal that was written (`1.0`, `1e3`, thirty digits): never rounded, never an integer.
    case number(String)
    case string(String)
    case array([JSON])
    case object(Object)
}

extension JSON {
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
