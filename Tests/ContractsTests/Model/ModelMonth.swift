/// A civil month.
struct ModelMonth: Hashable, Sendable {
    var year: Int
    var month: Int

    init(_ year: Int, _ month: Int) {
        self.year = year
        self.month = month
    }

    init(containing day: ModelDay) {
        self.init(day.year, day.month)
    }

    func adding(_ months: Int) -> ModelMonth {
        let count = year * 12 + (month - 1) + months
        return ModelMonth(count / 12, count % 12 + 1)
    }

    var firstDay: ModelDay { ModelDay(year, month, 1) }
    var lastDay: ModelDay { ModelDay(year, month, ModelDay.length(ofMonth: month, in: year)) }

    func contains(_ day: ModelDay) -> Bool { day.year == year && day.month == month }
}

extension ModelMonth: Comparable {
    static func < (a: ModelMonth, b: ModelMonth) -> Bool { (a.year, a.month) < (b.year, b.month) }
}

extension ModelMonth: CustomStringConvertible, ExpressibleByStringLiteral {
    /// A month of a test, `2026-05`.
    init(stringLiteral value: String) {
        let parts = value.split(separator: "-").compactMap { Int($0) }
        precondition(parts.count == 2, "not a month: \(value)")
        self.init(parts[0], parts[1])
    }

    var description: String { "\(year)-\(ModelDay.two(month))" }
}
