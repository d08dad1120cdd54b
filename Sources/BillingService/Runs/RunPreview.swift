public import Billing

/// What a run would come to.
public struct RunPreview: Sendable {
    /// The run, as it would be accepted.
    public let run: BillingRun
    /// What it would come to.
    public let outcome: RunOutcome
    /// Some of its contracts.
    public let examples: RunExamples
}
