/// A civil day, written the way a calendar on the wall is: year, month, day, and the next page.
struct ModelDay: Hashable, Sendable {
    var year: Int
    var month: Int
    var day: Int

    init(_ year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    var next: ModelDay {
        if day < ModelDay.length(ofMonth: month, in: year) { return ModelDay(year, month, day + 1) }
        return month < 12 ? ModelDay(year, month + 1, 1) : ModelDay(year + 1, 1, 1)
    }

    var previous: ModelDay {
        if day > 1 { return ModelDay(year, month, day - 1) }
        if month > 1 { return ModelDay(year, month - 1, ModelDay.length(ofMonth: month - 1, in: year)) }
        return ModelDay(year - 1, 12, 31)
    }

    func adding(days: Int) -> ModelDay {
        var result = self
        for _ in 0..<abs(days) { result = days > 0 ? result.next : result.previous }
        return result
    }

    /// Keeps the day of the month, or takes the last day of a shorter month.
    func adding(months: Int) -> ModelDay {
        let target = ModelMonth(containing: self).adding(months)
        return ModelDay(target.year, target.month, min(day, ModelDay.length(ofMonth: target.month, in: target.year)))
    }

    /// Days since 1970-01-01, for conversions only.
    var number: Int {
        var count = 0
        for year in min(1970, year)..<max(1970, year) { count += ModelDay.isLeap(year) ? 366 : 365 }
        if year < 1970 { count = -count }
        for month in 1..<month { count += ModelDay.length(ofMonth: month, in: year) }
        return count + day - 1
    }

    /// The day that comes `number` days after 1970-01-01.
    init(number: Int) {
        var left = number
        var year = 1970
        while left < 0 {
            year -= 1
            left += ModelDay.isLeap(year) ? 366 : 365
        }
        while left >= (ModelDay.isLeap(year) ? 366 : 365) {
            left -= ModelDay.isLeap(year) ? 366 : 365
            year += 1
        }
        var month = 1
        while left >= ModelDay.length(ofMonth: month, in: year) {
            left -= ModelDay.length(ofMonth: month, in: year)
            month += 1
        }
        self.init(year, month, left + 1)
    }
}

extension ModelDay: Comparable {
    static func < (a: ModelDay, b: ModelDay) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }
}

extension ModelDay: CustomStringConvertible, ExpressibleByStringLiteral {
    /// A day of a test, `2026-05-01`; the literal is part of the source, so a wrong one is found at the first run.
    init(stringLiteral value: String) {
        let parts = value.split(separator: "-").compactMap { Int($0) }
        precondition(parts.count == 3, "not a day: \(value)")
        self.init(parts[0], parts[1], parts[2])
    }

    var description: String { "\(year)-\(ModelDay.two(month))-\(ModelDay.two(day))" }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
