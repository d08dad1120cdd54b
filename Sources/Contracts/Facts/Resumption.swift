public import CivilTime

/// The agent resumes work.
public struct Resumption: Hashable, Sendable {
    /// The first day back.
    public var effectiveOn: Day

    /// A resumption as the caller states it.
    public init(effectiveOn: Day) { self.effectiveOn = effectiveOn }
}
