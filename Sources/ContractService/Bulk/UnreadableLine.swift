public import JSON

/// Why a line is not a command.
public enum UnreadableLine: Error, Sendable {
    /// The line is not JSON.
    case notJSON(JSON.SyntaxError)
    /// The line is longer than `BulkLine.maximum`.
    case tooLong
}
