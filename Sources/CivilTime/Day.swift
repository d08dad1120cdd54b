/// A civil day of the proleptic Gregorian calendar, without time of day or zone.
///
/// What day it *is* depends on Europe/Paris: see ``Instant/parisDay``.
@frozen public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01, negative before.
    public let number: Int

    /// A day before all that anything is told of: the beginning of days for whoever goes through them.
    public static let distantPast = Day(number: Int.min / 1_000)

    /// The day that lies `number` days after 1970-01-01.
    @inlinable public init(number: Int) {
        self.number = number
    }

    /// The day with these components, or `nil` when the calendar has none (2026-02-30).
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, year: year) else { return nil }
        self.init(unchecked: year, month, day)
    }

    /// The day with components already known to exist.
    init(unchecked year: Int, _ month: Int, _ day: Int) {
        // Years start in March, so that the leap day is the last one; eras are 400 years of 146 097 days.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        self.number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Year, month (1…12) and day of the month (1…31).
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// Whether the left one comes first.
    @inlinable public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    /// The following day.
    @inlinable public var next: Day { Day(number: number + 1) }
    /// The preceding day: the eve.
    @inlinable public var previous: Day { Day(number: number - 1) }

    /// The day `count` days later (earlier when negative).
    @inlinable public func adding(days count: Int) -> Day { Day(number: number + count) }

    /// The same day of the month `count` months later, or the last day of that month when it is shorter.
    ///
    /// 31 January plus one month is 28 or 29 February; adding n years is adding 12 n months.
    public func adding(months count: Int) -> Day {
        let (year, month, day) = components
        let target = Month(index: year * 12 + month - 1 + count)
        let length = Day.length(ofMonth: target.monthOfYear, year: target.year)
        return Day(unchecked: target.year, target.monthOfYear, min(day, length))
    }

    /// The n-th birthday of a person born on this day.
    public func birthday(_ years: Int) -> Day { adding(months: 12 * years) }

    /// The number of days in a month, leap years included.
    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
