import CivilTime

/// The length of the last contract or of the last unbroken period of activity (CSS L.911-8).
struct ActivityLength: Hashable, Sendable {
    /// The months: rounded up, rounded down, or whole months with the rest in `days`.
    let months: Int
    /// The days beyond the months; 0 when months are rounded.
    let days: Int

    /// The length of the last unbroken period.
    ///
    /// Periods may come in any order. Overlapping or adjacent periods are joined; the one with the latest end counts. When rounding up, n
    /// is the smallest number for which the first day plus n months is after the last day.
    init(of periods: [PortabilityStart.ActivityPeriod], rounding: MonthRounding) {
        guard let last = ActivityLength.lastUnbroken(periods) else {
            self.init(months: 0, days: 0)
            return
        }
        let after = last.through.next
        // Starts from an estimate that is never too high, and counts up to the smallest number that is past the last day.
        var months = max(0, Month(of: after).index - Month(of: last.from).index - 1)
        while last.from.adding(months: months) < after { months += 1 }
        let whole = last.from.adding(months: months) == after ? months : months - 1
        switch rounding {
        case .up: self.init(months: months, days: 0)
        case .down: self.init(months: whole, days: 0)
        case .exact: self.init(months: whole, days: after.number - last.from.adding(months: whole).number)
        }
    }

    private init(months: Int, days: Int) {
        self.months = months
        self.days = days
    }

    /// This length, at most `limit` months.
    func capped(months limit: Int) -> ActivityLength {
        months >= limit ? ActivityLength(months: limit, days: 0) : self
    }

    /// The period with the latest end, joined with all periods that it overlaps or touches.
    private static func lastUnbroken(_ periods: [PortabilityStart.ActivityPeriod]) -> PortabilityStart.ActivityPeriod? {
        var unbroken: PortabilityStart.ActivityPeriod?
        for period in periods.filter({ $0.from <= $0.through }).sorted(by: { $0.from < $1.from }) {
            if let last = unbroken, period.from <= last.through.next {
                unbroken?.through = max(last.through, period.through)
            } else {
                unbroken = period
            }
        }
        return unbroken
    }
}
