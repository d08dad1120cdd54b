/// A civil day of the proleptic Gregorian calendar, without time of day or zone.
///
/// What day it *is* depends on Europe/Paris: see ``Instant/parisDay``.
@frozen public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01, negative before.
    public let number: Int

    /// A day before all days that a fact may name; every timeline starts there.
    public static let distantPast = Day(number: Int.min / 1_000)

    /// The days that can be read and shown: 0001-01-01 to 9999-12-31. Arithmetic may pass these bounds; days outside are never shown.
    @inlinable public static var calendar: ClosedRange<Day> { Day(number: -719_162)...Day(number: 2_932_896) }

    /// The day that lies `number` days after 1970-01-01.
    @inlinable public init(number: Int) {
        self.number = number
    }

    /// The day with these components, or `nil` when the calendar has none (2026-02-30).
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, year: year) else { return nil }
        self.init(unchecked: year, month, day)
    }

    /// A day from components that are known to exist.
    init(unchecked year: Int, _ month: Int, _ day: Int) {
        let isEarly = month <= 2
        let shifted = UInt64(bitPattern: Int64(year + Day.eras * 400 - (isEarly ? 1 : 0)))
        let century = shifted / 100
        let months = UInt64(isEarly ? month + 12 : month)
        let beforeDay = shifted * 1461 / 4 - century + century / 4 + (979 * months - 2919) / 32
        number = Int(beforeDay) + day - 1 - Day.epoch
    }

    /// Year, month (1…12) and day of the month (1…31).
    public var components: (year: Int, month: Int, day: Int) {
        let quarters = 4 * UInt64(bitPattern: Int64(number + Day.epoch)) + 3
        let century = quarters / 146_097
        let dayOfCentury = UInt32(truncatingIfNeeded: quarters % 146_097 | 3)
        let scaled = 2_939_745 * UInt64(dayOfCentury)
        let yearOfCentury = Int(scaled >> 32)
        let dayOfYear = UInt32(truncatingIfNeeded: scaled) / (4 * 2_939_745)
        let monthAndDay = 2141 * dayOfYear + 197_913
        let isEarly = dayOfYear >= 306
        return (
            100 * Int(century) + yearOfCentury - Day.eras * 400 + (isEarly ? 1 : 0), Int(monthAndDay >> 16) - (isEarly ? 12 : 0),
            Int(monthAndDay & 0xFFFF) / 2141 + 1
        )
    }

    // Neri and Schneider, Euclidean affine functions (2022). Years start in March, so that the leap day comes last. Years are counted from
    // 400 × `eras` years before the year 0, so that no number is negative.
    private static let eras = 1 << 37
    /// 1970-01-01 in that count.
    private static let epoch = 719_468 + eras * 146_097

    /// Whether `left` comes before `right`.
    @inlinable public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    /// The following day.
    @inlinable public var next: Day { Day(number: number + 1) }
    /// The preceding day.
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

    /// The birthday on which a person born on this day becomes `years` old.
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
