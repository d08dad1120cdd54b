public import CivilTime

/// A dated value; its rows may become known late.
public struct Parameter<Value: Sendable>: Sendable {
    /// A value from a day on.
    public struct Row: Sendable {
        /// The first day with the value.
        public let from: Day
        /// The value.
        public let value: Value
        /// The source of the value.
        public let source: String
        /// Whether the value is certain; placeholders are not.
        public let confirmed: Bool
        /// The instant from which it is known; `nil` when it was always known.
        public let knownFrom: Instant?

        /// A row.
        public init(from: Day, value: Value, source: String, confirmed: Bool, knownFrom: Instant? = nil) {
            self.from = from
            self.value = value
            self.source = source
            self.confirmed = confirmed
            self.knownFrom = knownFrom
        }
    }

    /// The parameter's name in scheme files and answers.
    public let name: String
    /// The rows by first day. A row learnt later comes after the one that it corrects.
    public let rows: [Row]
    /// Its number among the parameters of a ``KnownScheme``.
    let number: Int

    /// Why rows do not make a parameter.
    public enum Defect: Error, Hashable, Sendable {
        /// No always-known row covers this day, on which the scheme starts.
        case missing(name: String, on: Day)
        /// Two rows start on this day and are known from the same instant.
        case overlapping(name: String, from: Day)
    }

    /// A parameter from rows that cover every day from `effectiveFrom` on, at every instant, without overlap.
    public init(_ name: String, rows: [Row], effectiveFrom: Day) throws(Defect) {
        let sorted = rows.sorted { ($0.from, $0.knownSince) < ($1.from, $1.knownSince) }
        for (row, next) in zip(sorted, sorted.dropFirst()) where row.from == next.from && row.knownFrom == next.knownFrom {
            throw .overlapping(name: name, from: row.from)
        }
        guard sorted.contains(where: { $0.knownFrom == nil && $0.from <= effectiveFrom }) else {
            throw .missing(name: name, on: effectiveFrom)
        }
        self.init(name: name, rows: sorted, number: 0)
    }

    /// The parameter with only the rows known at an instant.
    func known(at instant: Instant, number: Int) -> Parameter {
        Parameter(name: name, rows: rows.filter { $0.knownSince <= instant }, number: number)
    }

    /// The instants at which rows become known, without those always known.
    var learntAt: [Instant] { rows.compactMap(\.knownFrom) }

    private init(name: String, rows: [Row], number: Int) {
        self.name = name
        self.rows = rows
        self.number = number
    }

    /// The row in force on a day, among those known at an instant: the latest to start. If two start together, the one learnt last. A day
    /// before all rows uses the first.
    public func row(on day: Day, knownAt instant: Instant) -> Row {
        let known = known(at: instant, number: number)
        var glance = Glance(day)
        return known.rows[known.place(&glance)]
    }

    /// The value on the glance's day, no matter when its row was learnt.
    func on(_ glance: inout Glance) -> Value { rows[place(&glance)].value }

    /// The value on a day, no matter when its row was learnt.
    func value(on day: Day) -> Value {
        var glance = Glance(day)
        return on(&glance)
    }

    /// The index of the row in force, among rows that are all known.
    func place(_ glance: inout Glance) -> Int {
        var place = 0
        // The initialiser guarantees at least one row.
        for next in rows.indices {
            guard glance.hasReached(rows[next].from) else { break }
            place = next
        }
        return place
    }
}

extension Parameter.Row {
    fileprivate var knownSince: Instant { knownFrom ?? Instant(microseconds: .min) }
}
