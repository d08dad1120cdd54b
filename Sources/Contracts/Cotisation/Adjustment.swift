/// What is owed, or refunded where negative, because more is known than before.
public struct Adjustment: Sendable {
    /// The flows as known, less those known before.
    public let flows: Flows
    /// Why; empty where nothing changed.
    public let because: [Reason]
}
