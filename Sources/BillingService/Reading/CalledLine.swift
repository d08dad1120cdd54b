public import Billing

/// A line of a contract, with the run that it is of.
public struct CalledLine: Sendable {
    /// The run.
    public let run: BillingRun
    /// The latest run in force before it, since which an adjustment was learnt; `nil` before the first.
    public let before: BillingRun?
    /// The line.
    public let line: CallLine
}
