/// How months of activity are counted (CSS L.911-8).
public enum MonthRounding: String, CaseIterable, Sendable {
    /// A month that has begun counts.
    case up
    /// Whole months only.
    case down
    /// Whole months, plus the remaining days.
    case exact
}
