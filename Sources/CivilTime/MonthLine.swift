/// A function of months: for every month there is, one value.
///
/// Held as sorted runs of months that cover all; neighbours never hold equal values.
public struct MonthLine<Value: Equatable & Sendable>: Equatable, Sendable {
    /// Its value on every day: that of the day's month.
    public let days: Timeline<Value>

    /// A function of days that changes on firsts of months only; `nil` when it does on another day.
    public init?(_ days: Timeline<Value>) {
        guard days.changes.allSatisfy({ Month(of: $0.on).firstDay == $0.on }) else { return nil }
        self.days = days
    }

    /// The function that a rule is: it says what a month's value is, and the first later month in which it may differ.
    ///
    /// It is asked of the beginning of time, then again of each of those months.
    @inlinable public init(following rule: (Month) -> (value: Value, until: Month?)) {
        days = Timeline { glance in
            let (value, until) = rule(Month(of: glance.day))
            glance.lasts(until: until?.firstDay)
            return value
        }
    }

    @inlinable init(unchecked days: Timeline<Value>) { self.days = days }

    /// The value of a month.
    @inlinable public subscript(month: Month) -> Value { days[month.firstDay] }

    /// The runs, in order: the first has no beginning, the last no end; both ends are included.
    @inlinable public var runs: [(from: Month?, through: Month?, value: Value)] {
        days.pieces.map { ($0.period.from.map(Month.init(of:)), $0.period.through.map(Month.init(of:)), $0.value) }
    }

    /// The line of a function of the values.
    @inlinable public func map<Other>(_ transform: (Value) -> Other) -> MonthLine<Other> {
        MonthLine<Other>(unchecked: days.map(transform))
    }

    /// Both values, month by month.
    @inlinable public func zip<Other, Both>(_ other: MonthLine<Other>, _ combine: (Value, Other) -> Both) -> MonthLine<Both> {
        MonthLine<Both>(unchecked: days.zip(other.days, combine))
    }
}
