public import CivilTime

/// Why the holder has no cover on a day.
public enum NoCover: Hashable, Sendable {
    /// Neither an affiliation nor an exemption is known for the day or later.
    case notAffiliated
    /// An affiliation comes later.
    case beforeAffiliation(on: Day)
    /// An exemption comes first.
    case beforeExemption(on: Day)
    /// Employment ended with this day.
    case afterEmployment(lastDay: Day)
    /// Portability ended with this day; `nil` when it has no day at all.
    case afterPortability(lastDay: Day?)
    /// An exemption ended with this day; `nil` when it was over before its first day.
    case afterExemption(lastDay: Day?)
}
