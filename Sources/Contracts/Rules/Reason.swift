/// Why an answer is what it is: a rule, and the event that made it apply.
public struct Reason: Hashable, Sendable {
    /// The rule.
    public let rule: Rule
    /// The version of the deciding event; `nil` where time or silence decided.
    public let event: Int?

    /// A reason.
    public init(_ rule: Rule, event: Int? = nil) {
        self.rule = rule
        self.event = event
    }
}
