public import CivilTime

/// A fact on the rails: its effective day and its recording instant.
public struct ShownFact: Hashable, Sendable {
    /// Its position among the contract's facts, from 1.
    public let version: Int
    /// Its effective day; nil for a fact without one, such as a rescission.
    public let effectiveOn: Day?
    /// When it was recorded.
    public let recordedAt: Instant
    /// The Paris day of that instant.
    public let recordedOn: Day
    /// The last day on which recording it was in time; nil when it is never late.
    public let inTimeThrough: Day?
    /// Whether a rescission known at the picture's instant annuls it.
    public let isRescinded: Bool

    /// A fact.
    public init(version: Int, effectiveOn: Day?, recordedAt: Instant, inTimeThrough: Day?, isRescinded: Bool = false) {
        self.version = version
        self.effectiveOn = effectiveOn
        self.recordedAt = recordedAt
        recordedOn = recordedAt.parisDay
        self.inTimeThrough = inTimeThrough
        self.isRescinded = isRescinded
    }

    /// The delay of the recording in days; nil when it was in time.
    public var daysLate: Int? {
        guard let inTimeThrough, recordedOn > inTimeThrough else { return nil }
        return recordedOn.number - inTimeThrough.number
    }
}
