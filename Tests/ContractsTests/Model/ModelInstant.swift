/// An instant in UTC, to the microsecond.
struct ModelInstant: Hashable, Sendable {
    var microseconds: Int64

    init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    init(_ day: ModelDay, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        microseconds = Int64(day.number * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000_000
    }

    func adding(microseconds more: Int64) -> ModelInstant { ModelInstant(microseconds: microseconds + more) }
    func adding(seconds: Int) -> ModelInstant { adding(microseconds: Int64(seconds) * 1_000_000) }

    private var utcDay: ModelDay {
        let day = 86_400 * Int64(1_000_000)
        let floored = microseconds >= 0 ? microseconds / day : (microseconds - day + 1) / day
        return ModelDay(number: Int(floored))
    }

    /// The civil day in Europe/Paris: UTC + 2 from the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC; else UTC + 1.
    var parisDay: ModelDay {
        let year = utcDay.year
        let summer = ModelInstant(ModelInstant.lastSunday(of: ModelMonth(year, 3)), hour: 1)
        let winter = ModelInstant(ModelInstant.lastSunday(of: ModelMonth(year, 10)), hour: 1)
        return adding(seconds: self >= summer && self < winter ? 7_200 : 3_600).utcDay
    }

    private static func lastSunday(of month: ModelMonth) -> ModelDay {
        var day = month.lastDay
        while (day.number + 4) % 7 != 0 { day = day.previous }  // 1970-01-01 was a Thursday
        return day
    }
}

extension ModelInstant: Comparable {
    static func < (a: ModelInstant, b: ModelInstant) -> Bool { a.microseconds < b.microseconds }
}

extension ModelInstant: CustomStringConvertible, ExpressibleByStringLiteral {
    /// An instant of a test, `2026-04-20T09:00:00Z`.
    init(stringLiteral value: String) {
        let halves = value.dropLast().split(separator: "T")
        let clock = halves[1].split(separator: ":").compactMap { Int($0) }
        precondition(halves.count == 2 && clock.count == 3 && value.hasSuffix("Z"), "not an instant: \(value)")
        self.init(ModelDay(stringLiteral: String(halves[0])), hour: clock[0], minute: clock[1], second: clock[2])
    }

    var description: String {
        let since = microseconds - ModelInstant(utcDay).microseconds
        let seconds = Int(since / 1_000_000)
        let fraction = since % 1_000_000
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(ModelDay.two).joined(separator: ":")
        return "\(utcDay)T\(clock)\(fraction == 0 ? "" : "+\(fraction)µs")Z"
    }
}
