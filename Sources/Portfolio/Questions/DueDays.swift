import CivilTime

/// The due days of the lines of a slice. They tell up to which day the next slice may read.
struct DueDays: Sendable {
    /// The first due day that was read.
    let first: Day
    /// The last one.
    let last: Day
    /// How many lines were read.
    let lines: Int

    /// The last due day that the next slice may read: up to it there should be a quarter more than `count` lines. Nil when the lines are so few
    /// that the next slice may read all that follow.
    func end(ofNext count: Int) -> Day? {
        let days = (last.number - first.number + 1) * (count + count / 4) / max(1, lines)
        let end = last.adding(days: max(1, days))
        return days <= DueDays.mostDays && Day.calendar.contains(end) ? end : nil
    }

    /// A century.
    private static let mostDays = 36_525
}
