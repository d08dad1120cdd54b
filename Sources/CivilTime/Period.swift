/// A run of days, stored half-open and shown as `from`–`through`, both inclusive.
///
/// A `nil` bound is open: no beginning, or no end. A period may be empty.
@frozen public struct Period: Hashable, Sendable {
    /// The first day; `nil` when the period has no beginning.
    public let from: Day?
    /// The day after the last; `nil` when the period has no end.
    public let until: Day?

    /// The days from `from` on, and before `until`.
    @inlinable public init(from: Day?, until: Day?) {
        self.from = from
        self.until = until
    }

    /// The days from `from` to `through`, both inclusive.
    @inlinable public init(from: Day?, through: Day?) {
        self.init(from: from, until: through?.next)
    }

    /// The last day; `nil` when the period has no end.
    @inlinable public var through: Day? { until?.previous }

    /// Whether no day lies in the period.
    @inlinable public var isEmpty: Bool {
        guard let from, let until else { return false }
        return until <= from
    }

    /// Whether `day` lies in the period.
    @inlinable public func contains(_ day: Day) -> Bool {
        if let from, day < from { return false }
        if let until, day >= until { return false }
        return true
    }

    /// The days before `day`.
    @inlinable public func cut(before day: Day?) -> Period {
        guard let day else { return self }
        return Period(from: from, until: until.map { min($0, day) } ?? day)
    }

    /// The calendar months that the period touches; `nil` when it is empty or open.
    public var months: ClosedRange<Month>? {
        guard let from, let through else { return nil }
        let last = min(through, Day.calendar.upperBound)
        return from <= last ? Month(of: from)...Month(of: last) : nil
    }

    /// Whether a day of the calendar lies in the period.
    @inlinable public var isInCalendar: Bool {
        if let from, from > Day.calendar.upperBound { return false }
        if let until, until <= Day.calendar.lowerBound { return false }
        return true
    }
}
