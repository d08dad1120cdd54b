public import CivilTime

/// The reason why the holder has no cover on a day.
public enum NoCover: Hashable, Sendable {
    /// No affiliation or exemption is known for the day or later.
    case notAffiliated
    /// An affiliation comes later.
    case beforeAffiliation(on: Day)
    /// An exemption comes first.
    case beforeExemption(on: Day)
    /// Employment ended on this day.
    case afterEmployment(lastDay: Day)
    /// Portability ended on this day; `nil` when it never had a day.
    case afterPortability(lastDay: Day?)
    /// An exemption ended on this day; `nil` when it ended before its first day.
    case afterExemption(lastDay: Day?)
}
