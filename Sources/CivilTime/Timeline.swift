/// A function of days: for every day there is, one value.
///
/// Held as sorted, disjoint pieces that cover all days; neighbours never hold equal values.
public struct Timeline<Value: Equatable & Sendable>: Equatable, Sendable {
    /// A longest run of days with one value.
    public struct Piece: Equatable, Sendable {
        /// The days.
        public let period: Period
        /// The value on each of them.
        public let value: Value
    }

    private let initial: Value
    private let changes: [(on: Day, value: Value)]

    /// The same value on every day.
    public init(_ value: Value) {
        self.init(initial: value, changes: [])
    }

    private init(initial: Value, changes: [(on: Day, value: Value)]) {
        self.initial = initial
        self.changes = changes
    }

    /// The function `value`, which may change on the days `breaks` only.
    ///
    /// - Parameters:
    ///   - breaks: in any order, repeated or not; a day on which nothing changes does no harm, a missing one is an error of the caller
    ///     that no check here can see.
    ///   - value: the function; it is asked on the break days and on the eve of the first.
    public init(breakingOn breaks: some Sequence<Day>, _ value: (Day) -> Value) {
        let days = Set(breaks).sorted()
        guard let first = days.first else {
            self.init(value(Day(number: 0)))
            return
        }
        let initial = value(first.previous)
        var changes: [(on: Day, value: Value)] = []
        for day in days {
            let next = value(day)
            if next != changes.last?.value ?? initial { changes.append((day, next)) }
        }
        self.init(initial: initial, changes: changes)
    }

    /// The value on a day.
    public subscript(day: Day) -> Value {
        let index = changes.count(until: day)
        return index == 0 ? initial : changes[index - 1].value
    }

    /// All pieces, in order.
    public var pieces: [Piece] {
        (0...changes.count).map(piece)
    }

    /// The piece in which a day lies.
    public func piece(around day: Day) -> Piece {
        piece(changes.count(until: day))
    }

    /// The days on which the value changes.
    public var breaks: [Day] { changes.map(\.on) }

    /// The timeline of a function of the values.
    public func map<Other>(_ transform: (Value) -> Other) -> Timeline<Other> {
        Timeline<Other>(breakingOn: breaks) { transform(self[$0]) }
    }

    /// Both values, day by day.
    public func zip<Other, Both>(_ other: Timeline<Other>, _ combine: (Value, Other) -> Both) -> Timeline<Both> {
        Timeline<Both>(breakingOn: breaks + other.breaks) { combine(self[$0], other[$0]) }
    }

    /// This timeline, with `other` wherever it has a value.
    public func overlay(_ other: Timeline<Value?>) -> Timeline<Value> {
        zip(other) { $1 ?? $0 }
    }

    private func piece(_ index: Int) -> Piece {
        Piece(
            period: Period(from: index == 0 ? nil : changes[index - 1].on, until: index == changes.count ? nil : changes[index].on),
            value: index == 0 ? initial : changes[index - 1].value)
    }

    /// Whether both have the same value on every day.
    public static func == (left: Timeline, right: Timeline) -> Bool {
        left.initial == right.initial && left.changes.elementsEqual(right.changes) { $0.on == $1.on && $0.value == $1.value }
    }
}

extension Array {
    /// How many of the sorted changes lie on or before `day`.
    fileprivate func count<Value>(until day: Day) -> Int where Element == (on: Day, value: Value) {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].on <= day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
