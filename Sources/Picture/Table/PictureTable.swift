public import CivilTime
public import Contracts

/// All that a picture says, as tables: for those who do not see it.
public struct PictureTable: Sendable {
    /// What a lane says of a period.
    public struct Cell<Value: Hashable & Sendable>: Hashable, Sendable {
        /// As it is.
        public let value: Value
        /// As it was before; nil when it was the same, or nothing is compared.
        public let before: Value?
        /// Where the picture's link leads; nil where the value began in an earlier row.
        public let target: PictureTarget?
    }

    /// A longest run of days of the window on which no lane changes.
    public struct Row: Sendable {
        /// The days, all of them in the window.
        public let period: Period
        /// The situation.
        public let standing: Cell<ShownStanding>
        /// Each person's cover.
        public let covers: [Cell<Cover>]
        /// What a month of the period comes to.
        public let flows: Cell<Flows>
    }

    /// A fact of which the rails show something.
    public struct FactRow: Sendable {
        /// The fact.
        public let fact: ShownFact
        /// What its line says of it.
        public let kind: FactLine.Kind
        /// Where the picture's link leads.
        public var target: PictureTarget { .known(version: fact.version) }
    }

    /// What heads the columns of the persons.
    public let names: [String]
    /// The periods, in order; they cover the window.
    public let rows: [Row]
    /// The facts, by version.
    public let facts: [FactRow]

    /// The tables of a picture of the same subjects.
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

/// A lane as a column, with what it was before.
private struct Column<Value: Hashable & Sendable> {
    let line: Timeline<Value>
    let before: Timeline<Value>?

    init(_ line: Timeline<Value>, before: Timeline<Value>?) {
        self.line = line
        self.before = before
    }

    /// The days on which the value changes, or did.
    var changes: [Day] { line.changes.map(\.on) + (before?.changes.map(\.on) ?? []) }

    func cell(on day: Day, in window: PictureWindow, target: PictureTarget?) -> PictureTable.Cell<Value> {
        let value = line[day]
        let begins = day == window.from || line.piece(around: day).period.from == day
        let earlier = before?[day]
        return PictureTable.Cell(value: value, before: earlier == value ? nil : earlier, target: begins ? target : nil)
    }
}
