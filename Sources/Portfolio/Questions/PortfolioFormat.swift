/// The format of an answer about all contracts.
public enum PortfolioFormat: Hashable, Sendable {
    /// One JSON object a line: the answer about one contract, without `because` and `lines`.
    case ndjson
    /// RFC 4180 with a heading; one line for each person covered, contract, total or item.
    case csv
    /// CSV for a French spreadsheet: byte order mark, semicolons, French headings, euros with a decimal comma, codes as texts.
    case excelFrench
}
