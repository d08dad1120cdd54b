/// The first error of a JSON document that does not have the expected shape.
public struct MalformedField: Error, Hashable {
    /// The error of a field.
    public enum Problem: Sendable, Hashable {
        /// It is required but absent.
        case missing
        /// No field of this name is expected there.
        case unknown
        /// It occurs twice.
        case duplicate
        /// It is another kind of JSON value.
        case wrongType(expected: JSON.Kind)
        /// Its type is right, but its value is not accepted. `expected` describes the form without any language: `YYYY-MM-DD`, `base |
        /// option1`.
        case badValue(expected: String)
    }

    /// An RFC 6901 pointer to the field; empty for the document. On the way up, relative to the value being read.
    public var pointer: String
    /// The error of that field.
    public var problem: Problem

    /// An error at a pointer, by default of the value being read.
    public init(_ problem: Problem, at pointer: String = "") {
        self.pointer = pointer
        self.problem = problem
    }

    /// The same error, as seen from the parent value, in which this value is at `token` (a key or an index).
    public func under(_ token: String) -> MalformedField {
        MalformedField(problem, at: JSON.pointer(to: token) + pointer)
    }
}

extension JSON {
    /// The types of JSON values that a field can require.
    public enum Kind: String, Sendable, Hashable {
        case string
        case integer
        case boolean
        case array
        case object
    }
}
