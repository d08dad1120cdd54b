/// A function of days: each day has one value.
///
/// It is stored as sorted pieces that cover all days; neighbours never hold equal values. A rule is followed through the day after the
/// calendar's last; later changes are ignored.
public struct Timeline<Value: Equatable & Sendable>: Sendable {
    /// A longest run of days with one value.
    public struct Piece: Equatable, Sendable {
        /// The days.
        public let period: Period
        /// The value on each of them.
        public let value: Value

        @usableFromInline init(period: Period, value: Value) {
            self.period = period
            self.value = value
        }
    }

    /// A value that holds from a day on.
    public struct Change: Equatable, Sendable {
        /// The first day with the value.
        public let on: Day
        /// The value.
        public let value: Value

        /// This value from this day on.
        @inlinable public init(on: Day, value: Value) {
            self.on = on
            self.value = value
        }
    }

    /// The value before the first change.
    public let initial: Value
    /// The changes in order of days, at most one a day. Each changes the value.
    @inlinable public var changes: [Change] { held }
    @usableFromInline var held: [Change]

    /// The same value on every day.
    @inlinable public init(_ value: Value) {
        initial = value
        held = []
    }

    /// An initial value and its changes. A change to the same value is left out.
    ///
    /// `nil` when the changes are not in strictly ascending order of days.
    @inlinable public init?(initial: Value, changes: some Sequence<Change>) {
        self.init(initial)
        var last: Day?
        for change in changes {
            if let last, change.on <= last { return nil }
            last = change.on
            append(change.value, from: change.on)
        }
    }

    /// The values of a rule. The rule is asked first on ``Day/distantPast``, then on each day on which its answer may change.
    @inlinable public init(following rule: (inout Glance) -> Value) {
        var glance = Glance(.distantPast)
        self.init(rule(&glance))
        append(after: glance, rule)
    }

    /// Asks a rule again from `day` on. Earlier values stay.
    @inlinable public mutating func follow(from day: Day, _ rule: (inout Glance) -> Value) {
        keep(before: day)
        var glance = Glance(day)
        append(rule(&glance), from: day)
        append(after: glance, rule)
    }

    /// Appends the rule's answers on each later day on which they may change.
    @inlinable mutating func append(after glance: Glance, _ rule: (inout Glance) -> Value) {
        var glance = glance
        while let day = glance.until, day <= Day.calendar.upperBound.next {
            glance = Glance(day)
            append(rule(&glance), from: day)
        }
    }

    /// Drops the changes from a day on.
    @inlinable mutating func keep(before day: Day) {
        let kept = held[..<count(until: day.previous)]
        var changes: [Change] = []
        changes.reserveCapacity(kept.count + 4)
        changes += kept
        held = changes
    }

    /// Appends a value that holds from `day` on; `day` must be later than all changes.
    @inlinable mutating func append(_ value: Value, from day: Day) {
        if value != changes.last?.value ?? initial { held.append(Change(on: day, value: value)) }
    }

    /// The value on a day.
    @inlinable public subscript(day: Day) -> Value {
        let index = count(until: day)
        return index == 0 ? initial : changes[index - 1].value
    }

    /// The value on the glance's day.
    @inlinable public func on(_ glance: inout Glance) -> Value {
        let index = count(until: glance.day)
        if index < changes.count { glance.lasts(until: changes[index].on) }
        return index == 0 ? initial : changes[index - 1].value
    }

    /// All pieces that hold a day of the calendar, in order.
    @inlinable public var pieces: [Piece] {
        (0...changes.count).map(piece).filter(\.period.isInCalendar)
    }

    /// The piece in which a day lies.
    @inlinable public func piece(around day: Day) -> Piece {
        piece(count(until: day))
    }

    /// The longest run of days around a day with the same result of `function`.
    @inlinable public func piece<Other>(around day: Day, of function: (Value) -> Other) -> Timeline<Other>.Piece {
        let place = count(until: day)
        let value = function(self.value(place))
        var (first, last) = (place, place)
        while first > 0, function(self.value(first - 1)) == value { first -= 1 }
        while last < changes.count, function(self.value(last + 1)) == value { last += 1 }
        return Timeline<Other>.Piece(period: Period(from: piece(first).period.from, until: piece(last).period.until), value: value)
    }

    /// The timeline of the transformed values.
    @inlinable public func map<Other>(_ transform: (Value) -> Other) -> Timeline<Other> {
        var result = Timeline<Other>(transform(initial))
        for change in changes { result.append(transform(change.value), from: change.on) }
        return result
    }

    /// Combines the values of both timelines, day by day.
    @inlinable public func zip<Other, Both>(_ other: Timeline<Other>, _ combine: (Value, Other) -> Both) -> Timeline<Both> {
        Timeline<Both> { glance in combine(on(&glance), other.on(&glance)) }
    }

    /// The value of the piece with this index.
    @inlinable func value(_ index: Int) -> Value { index == 0 ? initial : changes[index - 1].value }

    @inlinable func piece(_ index: Int) -> Piece {
        Piece(
            period: Period(from: index == 0 ? nil : changes[index - 1].on, until: index == changes.count ? nil : changes[index].on),
            value: value(index))
    }

    /// How many changes lie on or before `day`.
    @inlinable func count(until day: Day) -> Int { changes.indices.searchFirst { changes[$0].on > day } }
}

/// Equal when both have the same value on every day.
extension Timeline: Equatable {}
extension Timeline: Hashable where Value: Hashable {}
extension Timeline.Piece: Hashable where Value: Hashable {}
extension Timeline.Change: Hashable where Value: Hashable {}
