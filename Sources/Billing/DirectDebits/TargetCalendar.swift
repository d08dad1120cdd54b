public import CivilTime

/// The days on which the euro's settlement system TARGET works.
///
/// It is closed at weekends, on 1 January, Good Friday, Easter Monday, 1 May, and on 25 and 26 December (European Central Bank).
public enum TargetCalendar {
    /// Whether it works on a day.
    public static func isOpen(on day: Day) -> Bool {
        // 1970-01-01 was a Thursday: the remainder of (number + 4) by 7 is 0 on Sundays.
        let weekday = ((day.number + 4) % 7 + 7) % 7
        if weekday == 0 || weekday == 6 { return false }
        let (year, month, dayOfMonth) = day.components
        switch (month, dayOfMonth) {
        case (1, 1), (5, 1), (12, 25), (12, 26): return false
        default: break
        }
        let sinceEaster = day.number - easter(of: year).number
        return sinceEaster != -2 && sinceEaster != 1
    }

    /// The first day on which it works, from a day on.
    public static func firstOpenDay(from day: Day) -> Day {
        var day = day
        while !isOpen(on: day) { day = day.next }
        return day
    }

    /// The last day before another on which it works.
    public static func lastOpenDay(before day: Day) -> Day {
        var day = day.previous
        while !isOpen(on: day) { day = day.previous }
        return day
    }

    /// Easter Sunday of a year of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher.
    static func easter(of year: Int) -> Day {
        let golden = year % 19
        let (century, yearOfCentury) = (year / 100, year % 100)
        let correction = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - correction + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let late = (golden + 11 * epact + 22 * weekday) / 451
        // Days since 22 March.
        let place = epact + weekday - 7 * late
        return Month(index: year * 12 + 2).firstDay.adding(days: 21 + place)
    }
}
