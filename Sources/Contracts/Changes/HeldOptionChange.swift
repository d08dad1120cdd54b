public import CivilTime

/// Days on which the holder's option differs.
public struct HeldOptionChange: Hashable, Sendable {
    /// The days.
    public let period: Period
    /// The option before.
    public let before: Option
    /// The option after.
    public let after: Option
}
