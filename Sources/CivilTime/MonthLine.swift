/// A function of months: each month has one value.
///
/// It is stored as sorted runs that cover all months; neighbours never hold equal values.
public struct MonthLine<Value: Equatable & Sendable>: Equatable, Sendable {
    /// The same values as a function of days: each day has the value of its month.
    @inlinable public var days: Timeline<Value> { held }
    @usableFromInline var held: Timeline<Value>

    /// Takes a function of days that changes only on the first of a month; `nil` otherwise.
    public init?(_ days: Timeline<Value>) {
        guard days.changes.allSatisfy({ Month(of: $0.on).firstDay == $0.on }) else { return nil }
        held = days
    }

    /// The values of a rule. The rule returns a month's value, and the first later month in which it may change.
    ///
    /// The rule is asked first about the month of ``Day/distantPast``, then about each month that it returned.
    @inlinable public init(following rule: (Month) -> (value: Value, until: Month?)) {
        let (value, until) = rule(Month(of: .distantPast))
        held = Timeline(value)
        append(from: until, rule)
    }

    /// Asks the rule again from `first` on. Earlier values stay.
    @inlinable public mutating func follow(from first: Month, _ rule: (Month) -> (value: Value, until: Month?)) {
        held.keep(before: first.firstDay)
        append(from: first, rule)
    }

    /// Appends the values of a rule from a month on. That month must be later than all changes, and each `until` later than its month.
    @inlinable mutating func append(from first: Month?, _ rule: (Month) -> (value: Value, until: Month?)) {
        var next = first
        while let month = next, month <= Month.calendar.upperBound.next {
            let (value, until) = rule(month)
            held.append(value, from: month.firstDay)
            next = until
        }
    }

    @inlinable init(unchecked days: Timeline<Value>) { held = days }

    /// The value of a month.
    @inlinable public subscript(month: Month) -> Value { days[month.firstDay] }

    /// The runs that hold a month of the calendar, in order. Both ends are included; an open end is `nil`.
    @inlinable public var runs: [(from: Month?, through: Month?, value: Value)] {
        days.pieces.map { ($0.period.from.map(Month.init(of:)), $0.period.through.map(Month.init(of:)), $0.value) }
    }

    /// The line of the transformed values.
    @inlinable public func map<Other>(_ transform: (Value) -> Other) -> MonthLine<Other> {
        MonthLine<Other>(unchecked: days.map(transform))
    }

    /// Combines the values of both lines, month by month.
    @inlinable public func zip<Other, Both>(_ other: MonthLine<Other>, _ combine: (Value, Other) -> Both) -> MonthLine<Both> {
        MonthLine<Both>(unchecked: days.zip(other.days, combine))
    }
}
