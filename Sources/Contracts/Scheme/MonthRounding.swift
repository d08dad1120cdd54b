/// How months of activity are counted (CSS L.911-8).
public enum MonthRounding: String, CaseIterable, Sendable {
    /// A month begun counts.
    case up
    /// Whole months only.
    case down
    /// Whole months, and the odd days.
    case exact
}
