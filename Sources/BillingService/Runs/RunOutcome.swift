public import Billing
import CivilTime

/// What a run came to.
public struct RunOutcome: Equatable, Sendable {
    /// The sums of its lines.
    public let figures: RunFigures
    /// What it presents.
    public let debited: DebitSum
    /// What it holds.
    public let held: DebitSum
    /// When its debits are collected; `nil` for a run that presents none.
    public let days: CollectionDays?
    /// Why its month differs from the month before; `nil` for a run that is not regular.
    public let explanation: [MonthExplanation.Item]?
    /// The hashes of its rows by table, in hexadecimal digits; `nil` before they are written.
    var hashes: [String: String]?
    /// The SHA-256 of the scheme's file under which it was made, if that is another than the one under which it was accepted.
    var schemeDigest: String?
    /// The mark of the rules and of the projections by which it was reckoned; `nil` for runs of earlier releases, and for those that cancel.
    var rules: String?
    /// The position of the event that says so, and when it was recorded; `nil` for a dry run.
    var completion: Completion?

    /// The same, with the hashes of its rows.
    func hashed(_ hashes: [String: String]) -> RunOutcome {
        var outcome = self
        outcome.hashes = hashes
        return outcome
    }

    /// Where the log says that a run is complete.
    struct Completion: Hashable, Sendable {
        let position: Int64
        let recordedAt: Instant
    }
}
