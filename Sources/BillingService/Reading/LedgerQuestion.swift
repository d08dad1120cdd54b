public import CivilTime

/// Which entries of the ledger are asked for.
public struct LedgerQuestion: Sendable {
    /// On whose accounts they stand; `nil` for all schemes.
    public var scheme: String?
    /// The first day on which they count; `nil` from the beginning.
    public var from: Day?
    /// The last day on which they count; `nil` without end.
    public var through: Day?
    /// As known at an instant; `nil` for now.
    public var knownAt: Instant?
    /// The form of the answer.
    public var format: LedgerFormat
    /// Only what counts at a position of the log.
    var position = Int64.max

    /// A question.
    public init(scheme: String? = nil, from: Day? = nil, through: Day? = nil, knownAt: Instant? = nil, format: LedgerFormat) {
        self.scheme = scheme
        self.from = from
        self.through = through
        self.knownAt = knownAt
        self.format = format
    }
}
