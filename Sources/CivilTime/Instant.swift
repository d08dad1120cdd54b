/// A point in time, to the microsecond.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64

    /// The instant this many microseconds after 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// The first instant of a day in UTC.
    init(startOfUTC day: Day) { microseconds = Int64(day.number) * Instant.microsecondsPerDay }

    static let microsecondsPerDay: Int64 = 86_400_000_000
    static let microsecondsPerHour: Int64 = 3_600_000_000

    /// The instants that can be read and shown: those of ``Day/calendar`` in UTC.
    static var calendar: Range<Instant> {
        Instant(startOfUTC: Day.calendar.lowerBound)..<Instant(startOfUTC: Day.calendar.upperBound.next)
    }

    /// Whether `left` comes before `right`.
    public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// The instant `count` microseconds later.
    public func adding(microseconds count: Int64) -> Instant { Instant(microseconds: microseconds + count) }

    /// The UTC day, and the microseconds since its midnight.
    var utc: (day: Day, microseconds: Int64) {
        var days = microseconds / Instant.microsecondsPerDay
        var rest = microseconds % Instant.microsecondsPerDay
        if rest < 0 {
            days -= 1
            rest += Instant.microsecondsPerDay
        }
        return (Day(number: Int(days)), rest)
    }
}

extension Instant: LosslessStringConvertible {
    /// Reads RFC 3339, such as `2026-09-10T09:00:00Z`: `Z` or an offset, and an optional fraction. Digits below a microsecond are dropped.
    /// `nil` for an instant outside the years 0001 to 9999 of UTC.
    public init?(_ text: String) {
        guard let instant = DigitReader.read(text, Instant.read) else { return nil }
        self = instant
    }

    private static func read(_ reader: inout DigitReader) -> Instant? {
        guard let year = reader.number(length: 4), reader.skip("-"), let month = reader.number(length: 2), reader.skip("-"),
            let dayOfMonth = reader.number(length: 2), reader.skip("T", "t"), year > 0,
            let day = Day(year: year, month: month, day: dayOfMonth),
            let hour = reader.number(length: 2), reader.skip(":"), let minute = reader.number(length: 2), reader.skip(":"),
            let second = reader.number(length: 2), hour < 24, minute < 60, second < 60
        else { return nil }
        var microseconds = Int64(((hour * 60 + minute) * 60) + second) * 1_000_000
        if reader.skip(".") {
            let digits = reader.digits()
            guard !digits.isEmpty else { return nil }
            var unit: Int64 = 100_000
            for digit in digits.prefix(6) {
                microseconds += Int64(digit - 48) * unit
                unit /= 10
            }
        }
        if !reader.skip("Z", "z") {
            let sign: Int64 = reader.peek == UInt8(ascii: "-") ? 1 : -1
            guard reader.skip("+", "-"), let hours = reader.number(length: 2), reader.skip(":"), let minutes = reader.number(length: 2),
                hours < 24, minutes < 60
            else { return nil }
            microseconds += sign * Int64(hours * 60 + minutes) * 60_000_000
        }
        guard reader.isAtEnd else { return nil }
        let instant = Instant(microseconds: Instant(startOfUTC: day).microseconds + microseconds)
        return calendar.contains(instant) ? instant : nil
    }

    /// RFC 3339 in UTC: `2026-09-10T09:00:00Z`. A fraction that is not zero has six digits.
    public var description: String {
        let (day, rest) = utc
        let seconds = Int(rest / 1_000_000)
        let fraction = Int(rest % 1_000_000)
        let clock = (seconds / 3600 * 100 + seconds / 60 % 60) * 100 + seconds % 60
        if fraction == 0 { return day.description + filled("T00:00:00Z", with: clock) }
        return day.description + filled("T00:00:00.000000Z", with: clock * 1_000_000 + fraction)
    }
}
