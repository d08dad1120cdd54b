/// A reason for an answer: a rule, and the event that made it apply.
public struct Reason: Hashable, Sendable {
    /// The rule.
    public let rule: Rule
    /// The version of the deciding event; `nil` when the passing of time or a missing event decided.
    public let event: Int?

    /// A reason.
    public init(_ rule: Rule, event: Int? = nil) {
        self.rule = rule
        self.event = event
    }
}
