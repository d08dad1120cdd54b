import CivilTime

/// Values that events told, each from a day on. Of two that start on one day, the one told last holds.
typealias Dated<Value: Sendable> = ByDay<DatedValue<Value>>

/// A value that an event told, from a day on.
struct DatedValue<Value: Sendable>: DayFact {
    let effectiveOn: Day
    let event: Int
    let value: Value
    /// Whether a fact of its own told it; an affiliation tells values too.
    let isChange: Bool
}

extension ByDay {
    /// Adds a value, told after all others.
    mutating func tell<Value>(_ value: Value, from day: Day, event: Int, isChange: Bool = false)
    where Element == DatedValue<Value> {
        add(DatedValue(effectiveOn: day, event: event, value: value, isChange: isChange))
    }
}
