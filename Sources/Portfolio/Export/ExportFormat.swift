/// The form of an exported file.
public enum ExportFormat: String, CaseIterable, Sendable {
    /// RFC 4180, with a heading; an empty field is null.
    case csv
    /// One JSON object a line, every column in each.
    case ndjson
}
