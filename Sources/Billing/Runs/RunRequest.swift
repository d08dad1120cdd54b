public import CivilTime

/// What somebody asks to be run.
public enum RunRequest: Hashable, Sendable {
    /// State what another system called through a month.
    case opening(Month)
    /// Call a month.
    case regular(Month)
    /// Adjust the months called.
    case catchUp
    /// Adjust, and shut the books through the end of a month.
    case closing(through: Month)
    /// Take back a run.
    case cancelling(Int)
}
