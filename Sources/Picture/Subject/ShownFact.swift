public import CivilTime

/// A fact as the rails show it: the day from which it is true, and when the log learnt it.
public struct ShownFact: Hashable, Sendable {
    /// Its place among the contract's facts, from 1.
    public let version: Int
    /// The day from which it is true; nil for a fact without such a day, such as a rescission.
    public let effectiveOn: Day?
    /// When the log learnt it.
    public let recordedAt: Instant
    /// The Paris day of that instant.
    public let recordedOn: Day
    /// The last day on which recording it was in time; nil for a fact that is never late.
    public let inTimeThrough: Day?
    /// Whether a rescission known at the instant of the picture annuls it.
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

    /// How many days too late the fact was recorded; nil when it was in time.
    public var daysLate: Int? {
        guard let inTimeThrough, recordedOn > inTimeThrough else { return nil }
        return recordedOn.number - inTimeThrough.number
    }
}
