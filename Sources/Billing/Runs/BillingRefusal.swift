/// The refusal of a run or of a bank's fact: nothing was recorded.
public struct BillingRefusal: Error, Hashable, Sendable {
    /// The rule that was broken.
    public let rule: BillingRule

    /// A refusal by this rule.
    public init(_ rule: BillingRule) { self.rule = rule }
}
