/// A text by which a person can be found, in clear. Not to be logged.
public struct SearchTerm: Hashable, Sendable {
    /// What the text is.
    public let field: SearchField
    /// In the one form in which the text is compared.
    public let text: String

    /// A text of a field.
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
