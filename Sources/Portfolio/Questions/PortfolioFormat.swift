import CivilTime
import Contracts

/// How an answer about all contracts is written.
public enum PortfolioFormat: Hashable, Sendable {
    /// A JSON object a line: the single answer's without `because` and `lines`.
    case ndjson
    /// RFC 4180, with a heading: a line for each person covered, contract, total or item.
    case csv
    /// The same for a French spreadsheet: a byte order mark, semicolons, French headings, euros with a decimal comma, codes as texts.
    case excelFrench
}
