/// The amounts to collect, or to refund where negative, because more is known than before.
public struct Adjustment: Sendable {
    /// The flows as known now, minus those known before.
    public let flows: Flows
    /// The reasons; empty when nothing changed.
    public let because: [Reason]
}
