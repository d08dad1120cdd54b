extension Instant {
    /// The civil day in Paris at this instant, at most the calendar's last.
    ///
    /// Summer time follows the rule of the Union since 1996 (directive 2000/84/CE): UTC+2 instead of UTC+1, from the last Sunday of March,
    /// 01:00 UTC, to the last Sunday of October, 01:00 UTC. For earlier years the same rule is assumed.
    public var parisDay: Day {
        let (day, sinceMidnight) = utc
        // Only from 22:00 to 23:00 UTC does the day depend on summer time.
        switch sinceMidnight / Instant.microsecondsPerHour {
        case ..<22: return day
        case 22 where !isParisSummer: return day
        default: return day < Day.calendar.upperBound ? day.next : day
        }
    }

    /// The civil day in Paris at this instant, and the hour and minute on clocks there.
    public var parisTime: (day: Day, hour: Int, minute: Int) {
        let offset = (isParisSummer ? 2 : 1) * Instant.microsecondsPerHour
        let minutes = Int((utc.microseconds + offset) / 60_000_000)
        return (parisDay, minutes / 60 % 24, minutes % 60)
    }

    private var isParisSummer: Bool {
        let year = utc.day.components.year
        let start = Instant.changeOfHour(year: year, month: 3)
        let end = Instant.changeOfHour(year: year, month: 10)
        return self >= start && self < end
    }

    /// 01:00 UTC on the last Sunday of a month of 31 days.
    private static func changeOfHour(year: Int, month: Int) -> Instant {
        let last = Day(unchecked: year, month, 31)
        // 1970-01-01 was a Thursday: the remainder of (number + 4) by 7 is 0 on Sundays.
        let sinceSunday = ((last.number + 4) % 7 + 7) % 7
        return Instant(startOfUTC: last.adding(days: -sinceSunday)).adding(microseconds: microsecondsPerHour)
    }
}
