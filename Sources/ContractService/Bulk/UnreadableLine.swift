public import JSON

/// Why a line was not even looked at.
public enum UnreadableLine: Error, Sendable {
    /// It is no JSON document.
    case notJSON(JSON.SyntaxError)
    /// It has more bytes than `BulkLine.maximum`.
    case tooLong
}
