/// The day that decides a month's cotisation.
public enum MonthReference: String, CaseIterable, Sendable {
    /// The 1st, or the day of the month's first affiliation.
    case firstDay
}
