import Postgres

/// What an append has recorded.
public struct Appended: Sendable {
    /// Where the log ends now.
    public let end: Head
    /// Where each of the proposals is in the log, in their order.
    public let receipts: [Receipt]
}
