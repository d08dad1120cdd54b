/// A text for finding a person, unencrypted. Never log it.
public struct SearchTerm: Hashable, Sendable {
    /// The field of the text.
    public let field: SearchField
    /// The text in normal form, for comparison.
    public let text: String

    /// A term: a text of a field.
    public init(_ field: SearchField, _ text: String) {
        self.field = field
        self.text = text
    }
}

extension SearchTerm: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The field, never the text.
    public var description: String { "\(field)" }
    /// The same.
    public var debugDescription: String { description }
    /// Empty, so that a dump does not show the text.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
