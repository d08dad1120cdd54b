public import CivilTime

/// A fact in the log: what was told, and when the log learnt it.
public struct RecordedFact: Hashable, Sendable {
    /// The place among the contract's events, from 1.
    public let version: Int
    /// When the log learnt it.
    public internal(set) var recordedAt: Instant
    /// What was told.
    public let fact: Fact

    /// A fact in its place.
    public init(version: Int, recordedAt: Instant, fact: Fact) {
        self.version = version
        self.recordedAt = recordedAt
        self.fact = fact
    }
}
