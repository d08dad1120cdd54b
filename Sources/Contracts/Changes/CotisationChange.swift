public import CivilTime

/// Months that come to something else.
public struct CotisationChange: Hashable, Sendable {
    /// The first month; `nil` without beginning.
    public let from: Month?
    /// The last month; `nil` without end.
    public let through: Month?
    /// What each month came to.
    public let before: Flows
    /// What each month comes to.
    public let after: Flows
}
