public import Billing

/// A run as the log has it.
public struct RecordedRun: Sendable {
    /// What was accepted.
    public let run: BillingRun
    /// The position of the event that accepted it.
    let source: Int64
    /// Who asked for it.
    public let recordedBy: String
    /// The SHA-256 of the scheme's file under which it was accepted.
    let schemeDigest: String?
    /// What it came to; `nil` while it is in progress.
    public internal(set) var outcome: RunOutcome?
    /// The run that cancelled it.
    public internal(set) var cancelledBy: Int?

    /// Where it is.
    public enum State: String, CaseIterable, Sendable {
        /// It is in progress.
        case open
        /// Its rows are there.
        case completed
        /// Another run took it back.
        case cancelled
    }

    /// Where it is.
    public var state: State { cancelledBy != nil ? .cancelled : outcome == nil ? .open : .completed }
}
