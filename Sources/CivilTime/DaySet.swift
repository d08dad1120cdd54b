/// A set of days, stored as sorted periods that do not overlap or touch.
public struct DaySet: Equatable, Sendable {
    private let periods: [Period]

    /// The days that lie in at least one of these periods.
    public init(_ periods: [Period]) {
        var joined: [Period] = []
        let sorted = periods.count < 2 ? periods : periods.sorted { $0.from ?? .distantPast < $1.from ?? .distantPast }
        for period in sorted where !period.isEmpty {
            guard let last = joined.last, last.reaches(period.from) else {
                joined.append(period)
                continue
            }
            joined[joined.count - 1] = Period(from: last.from, until: last.lastsAsLong(as: period) ? last.until : period.until)
        }
        self.periods = joined
    }

    /// The empty set.
    public init() { periods = [] }

    /// Whether the set has the day.
    public func contains(_ day: Day) -> Bool {
        let next = next(after: day)
        return next > 0 && periods[next - 1].contains(day)
    }

    /// Whether the set contains the glance's day.
    public func isIn(_ glance: inout Glance) -> Bool {
        if periods.isEmpty { return false }
        let next = next(after: glance.day)
        if next < periods.count { glance.lasts(until: periods[next].from) }
        return next > 0 && glance.isIn(periods[next - 1])
    }

    /// The index of the first period that starts after a day.
    private func next(after day: Day) -> Int {
        periods.indices.searchFirst { place in periods[place].from.map { $0 > day } ?? false }
    }
}

extension Period {
    /// Whether the period ends on the day before `day`, or later.
    fileprivate func reaches(_ day: Day?) -> Bool {
        guard let day, let until else { return true }
        return until >= day
    }

    /// Whether the period ends on the same day as `other`, or later.
    fileprivate func lastsAsLong(as other: Period) -> Bool {
        guard let until else { return true }
        return other.until.map { until >= $0 } ?? false
    }
}
