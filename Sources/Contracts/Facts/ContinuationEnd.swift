public import CivilTime

/// The continuation ends before the absence does.
public struct ContinuationEnd: Hashable, Sendable {
    /// The first day of suspension after the continuation.
    public var effectiveOn: Day
    /// The reason, in the clerk's words.
    public var reason: String

    /// An end of continuation as the caller states it.
    public init(effectiveOn: Day, reason: String) {
        self.effectiveOn = effectiveOn
        self.reason = reason
    }
}
