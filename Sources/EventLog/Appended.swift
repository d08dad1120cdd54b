/// The result of an append.
public struct Appended: Sendable {
    /// Where the log ends now.
    public let end: Head
    /// A receipt for each proposal, in order.
    public let receipts: [Receipt]
}
