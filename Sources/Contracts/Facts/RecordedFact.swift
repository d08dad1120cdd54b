public import CivilTime

/// A fact in the log, and when it was recorded.
public struct RecordedFact: Hashable, Sendable {
    /// Its position among the contract's events, from 1.
    public let version: Int
    /// When it was recorded.
    public internal(set) var recordedAt: Instant
    /// The fact.
    public let fact: Fact

    /// A fact at its position in the log.
    public init(version: Int, recordedAt: Instant, fact: Fact) {
        self.version = version
        self.recordedAt = recordedAt
        self.fact = fact
    }
}
