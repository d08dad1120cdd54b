/// The first thing that is wrong with a JSON document which was to have a certain shape.
public struct MalformedField: Error, Hashable {
    /// What can be wrong with a field.
    public enum Problem: Sendable, Hashable {
        /// It is required and not there.
        case missing
        /// No field of that name is known there.
        case unknown
        /// It is there twice.
        case duplicate
        /// It is another kind of JSON value.
        case wrongType(expected: JSON.Kind)
        /// It is of the right kind, and not one of the values accepted; `expected` is a form, in no language: `YYYY-MM-DD`, `base | option1`.
        case badValue(expected: String)
    }

    /// Where: an RFC 6901 pointer, empty for the document itself. While the error is on its way up, from the value being read.
    public var pointer: String
    /// What is wrong there.
    public var problem: Problem

    /// Something wrong at a place, by default with the value being read itself.
    public init(_ problem: Problem, at pointer: String = "") {
        self.pointer = pointer
        self.problem = problem
    }

    /// The same error, told from the value one level up, where this one is found under `token` (a key, or an index).
    public func under(_ token: String) -> MalformedField {
        MalformedField(problem, at: JSON.pointer(to: token) + pointer)
    }
}

extension JSON {
    /// The kinds of JSON value that a field can be asked to be.
    public enum Kind: String, Sendable, Hashable {
        case string
        case integer
        case boolean
        case array
        case object
    }
}
