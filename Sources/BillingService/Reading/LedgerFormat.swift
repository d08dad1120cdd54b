/// A form of the ledger.
public enum LedgerFormat: String, CaseIterable, Sendable {
    /// A JSON document for each entry.
    case ndjson
    /// A row for each posting.
    case csv
    /// As beancount reads it.
    case beancount
    /// As the French tax administration reads it: one year of one scheme.
    case fec
}
