import CivilTime

/// Values from events, each from a day on. If two start on the same day, the one recorded last holds.
typealias Dated<Value: Sendable> = ByDay<DatedValue<Value>>

/// A value from an event, valid from a day on.
struct DatedValue<Value: Sendable>: DayFact {
    let effectiveOn: Day
    let event: Int
    let value: Value
    /// Whether its event only changes this value; an affiliation sets values too.
    let isChange: Bool
}

extension ByDay {
    /// Adds a value, recorded after all others.
    mutating func tell<Value>(_ value: Value, from day: Day, event: Int, isChange: Bool = false)
    where Element == DatedValue<Value> {
        add(DatedValue(effectiveOn: day, event: event, value: value, isChange: isChange))
    }
}
