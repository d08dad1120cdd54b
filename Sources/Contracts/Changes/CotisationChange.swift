public import CivilTime

/// A run of months whose cotisation differs.
public struct CotisationChange: Hashable, Sendable {
    /// The first month; `nil` when the run has no beginning.
    public let from: Month?
    /// The last month; `nil` when the run has no end.
    public let through: Month?
    /// The amounts of each month before.
    public let before: Flows
    /// The amounts of each month after.
    public let after: Flows
}
