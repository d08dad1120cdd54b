public import CivilTime

/// The continuation ends before the absence does.
public struct ContinuationEnd: Hashable, Sendable {
    /// The first day suspended again.
    public var effectiveOn: Day
    /// Why, in the clerk's words.
    public var reason: String

    /// An end of continuation as it was told.
    public init(effectiveOn: Day, reason: String) {
        self.effectiveOn = effectiveOn
        self.reason = reason
    }
}
