public import CivilTime
public import Contracts

/// The content of a picture as tables, for people who cannot see it.
public struct PictureTable: Sendable {
    /// The content of a lane in a period.
    public struct Cell<Value: Hashable & Sendable>: Hashable, Sendable {
        /// The present value.
        public let value: Value
        /// The earlier value; nil when it was equal, or without a comparison.
        public let before: Value?
        /// The target of the picture's link; nil when the value started in an earlier row.
        public let target: PictureTarget?
    }

    /// A longest run of days in the window without a change in any lane.
    public struct Row: Sendable {
        /// The days, all in the window.
        public let period: Period
        /// The situation.
        public let standing: Cell<ShownStanding>
        /// Each person's cover.
        public let covers: [Cell<Cover>]
        /// The payments of each month in the period.
        public let flows: Cell<Flows>
    }

    /// A fact that is visible on the rails.
    public struct FactRow: Sendable {
        /// The fact.
        public let fact: ShownFact
        /// The meaning of its line.
        public let kind: FactLine.Kind
        /// The target of the picture's link.
        public var target: PictureTarget { .known(version: fact.version) }
    }

    /// The headings of the persons' columns.
    public let names: [String]
    /// The periods, in order; together they cover the window.
    public let rows: [Row]
    /// The facts, by version.
    public let facts: [FactRow]

    /// The tables of a picture of these subjects.
    public init(of subject: PictureSubject, before: PictureSubject? = nil, window: PictureWindow) {
        let persons = subject.persons(and: before)
        let standing = Column(subject.standing, before: before?.standing)
        let covers = persons.map { person in Column(person.cover, before: before.map { $0.cover(of: person.key) }) }
        let flows = Column(subject.payments, before: before?.payments)
        let days = covers.reduce(standing.changes + flows.changes) { $0 + $1.changes }
        let firsts = Set([window.from] + days.filter(window.contains)).sorted()
        names = persons.map(\.name)
        rows = firsts.indices.map { place in
            let day = firsts[place]
            let until = place + 1 < firsts.count ? firsts[place + 1] : window.until
            return Row(
                period: Period(from: day, until: until), standing: standing.cell(on: day, in: window, target: nil),
                covers: zip(persons, covers).map { $1.cell(on: day, in: window, target: .why($0.key, on: day)) },
                flows: flows.cell(on: day, in: window, target: .month(Month(of: day))))
        }
        facts = subject.facts.filter { window.contains($0.recordedOn) || FactLine($0, knownVersion: 0, window: window) != nil }
            .map { FactRow(fact: $0, kind: FactLine.Kind($0, knownVersion: subject.knownVersion)) }
    }
}

/// A lane as a column, with its earlier values.
private struct Column<Value: Hashable & Sendable> {
    let line: Timeline<Value>
    let before: Timeline<Value>?

    init(_ line: Timeline<Value>, before: Timeline<Value>?) {
        self.line = line
        self.before = before
    }

    /// The days on which the present or the earlier value changes.
    var changes: [Day] { line.changes.map(\.on) + (before?.changes.map(\.on) ?? []) }

    func cell(on day: Day, in window: PictureWindow, target: PictureTarget?) -> PictureTable.Cell<Value> {
        let value = line[day]
        let begins = day == window.from || line.piece(around: day).period.from == day
        let earlier = before?[day]
        return PictureTable.Cell(value: value, before: earlier == value ? nil : earlier, target: begins ? target : nil)
    }
}
