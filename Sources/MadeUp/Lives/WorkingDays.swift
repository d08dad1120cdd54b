import CivilTime

extension Day {
    /// Whether offices in France are open: not at weekends or on public holidays.
    var isWorkingDay: Bool {
        // 1970-01-01 was a Thursday, so (number + 3) modulo 7 is 5 on Saturdays and 6 on Sundays.
        let weekday = ((number + 3) % 7 + 7) % 7
        return weekday < 5 && !isPublicHoliday
    }

    private var isPublicHoliday: Bool {
        let (year, month, day) = components
        switch (month, day) {
        case (1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25): return true
        default:
            let sinceEaster = number - Day.easter(year).number
            return [1, 39, 50].contains(sinceEaster)
        }
    }

    /// Easter Sunday of a year of the Gregorian calendar (the anonymous computation published in Nature, 1876).
    private static func easter(_ year: Int) -> Day {
        let (golden, century, rest) = (year % 19, year / 100, year % 100)
        let correction = (8 * century + 13) / 25
        let epact = (19 * golden + century - century / 4 - correction + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7
        let shift = (golden + 11 * epact + 22 * weekday) / 451
        let march = epact + weekday - 7 * shift + 22
        return Month(index: year * 12 + 2).firstDay.adding(days: march - 1)
    }
}
