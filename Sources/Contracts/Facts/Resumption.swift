public import CivilTime

/// Work resumed.
public struct Resumption: Hashable, Sendable {
    /// The first day back.
    public var effectiveOn: Day

    /// A resumption as it was told.
    public init(effectiveOn: Day) { self.effectiveOn = effectiveOn }
}
