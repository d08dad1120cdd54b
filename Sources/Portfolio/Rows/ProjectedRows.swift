import CivilTime
import Contracts
import FoundationEssentials
import Postgres

/// The rows that histories make, table by table.
struct ProjectedRows: Sendable {
    private(set) var contract = BinaryRows()
    private(set) var cover = BinaryRows()
    private(set) var liability = BinaryRows()
    private(set) var employment = BinaryRows()
    private(set) var deadline = BinaryRows()
    /// The deadlines of rows written before that hold no more.
    private(set) var endings: [Ending] = []

    /// A deadline that was known, and is not from an instant on.
    struct Ending: Sendable {
        let contract: UUID
        let deadline: Deadline
        let knownUntil: Instant
    }

    /// The bytes held, of all tables.
    var size: Int { contract.bytes.count + cover.bytes.count + liability.bytes.count + employment.bytes.count + deadline.bytes.count }

    /// Adds a contract.
    ///
    /// - Parameters:
    ///   - events: its whole history.
    ///   - since: only what became known at this instant or later; `nil` for all.
    /// - Throws: `scheme.unknown`.
    mutating func add(_ id: UUID, _ events: [RecordedFact], since: Instant? = nil, schemes: Schemes) throws(Refusal) {
        contract.row(fields: 2)
        contract.field(id)
        contract.array(events.count, of: PostgresTimestamp.self) { pen in
            for event in events { pen.element(PostgresTimestamp(event.recordedAt)) }
        }

        var before: Situation?
        var open: [(deadline: Deadline, knownFrom: Instant?)] = []
        for (knownFrom, situation) in try Contract.situations(of: events, from: since, schemes: schemes) {
            if let since, knownFrom < since {
                open = situation.deadlines.map { ($0, nil) }
            } else {
                let key = Key(contract: id, knownFrom: PostgresTimestamp(knownFrom))
                addCover(situation, after: before, key)
                if situation.liabilities != before?.liabilities { add(situation.liabilities, key) }
                if situation.employer != before?.employer { add(situation.employer, key) }
                if situation.deadlines != before?.deadlines { changeDeadlines(&open, to: situation.deadlines, at: knownFrom, of: id) }
            }
            before = situation
        }
        for case (let open, let knownFrom?) in open { add(open, of: id, from: knownFrom, until: nil) }
    }

    /// Forgets the rows, and keeps their room.
    mutating func removeAll() {
        contract.removeAll()
        cover.removeAll()
        liability.removeAll()
        employment.removeAll()
        deadline.removeAll()
        endings.removeAll()
    }

    private struct Key {
        let contract: UUID
        let knownFrom: PostgresTimestamp
    }

    // MARK: Cover

    private mutating func addCover(_ situation: Situation, after before: Situation?, _ key: Key) {
        if situation.holder != before?.holder {
            add(person: 0, place: 0, relation: nil, situation.holder, key) { ($0.cover, $0.option) }
        }
        for (place, line) in situation.beneficiaries.enumerated() {
            if let before, place < before.beneficiaries.count, before.beneficiaries[place] == line { continue }
            add(person: line.id.bits, place: Int16(place + 1), relation: line.relation, line.cover, key) { ($0, nil) }
        }
        for gone in before?.beneficiaries ?? [] where !situation.beneficiaries.contains(where: { $0.id == gone.id }) {
            begin(person: gone.id.bits, place: 0, relation: nil, key)
            cover.array(0, of: PostgresDate.self) { _ in }
            cover.array(0, of: Int16.self) { _ in }
            cover.null()
        }
    }

    private mutating func begin(person: UInt128, place: Int16, relation: Relation?, _ key: Key) {
        cover.row(fields: 8)
        cover.field(key.contract)
        cover.field(UUID(bits: person))
        cover.field(key.knownFrom)
        cover.field(place)
        if let relation { cover.field(Codes.code(relation)) } else { cover.null() }
    }

    private mutating func add<Value>(
        person: UInt128, place: Int16, relation: Relation?, _ line: Timeline<Value>, _ key: Key,
        _ value: (Value) -> (cover: PendingCover, option: Option?)
    ) {
        begin(person: person, place: place, relation: relation, key)
        cover.starts(of: line)
        var dues: [PostgresDate] = []
        cover.numbers(of: line, as: Int16.self) { piece, pen in
            let (cover, option) = value(piece)
            if case .unproven(let due) = cover { dues.append(PostgresDate(due)) }
            pen.element(Codes.code(cover, option))
        }
        if dues.isEmpty { return cover.null() }
        cover.array(dues.count, of: PostgresDate.self) { pen in
            for due in dues { pen.element(due) }
        }
    }

    // MARK: Liability and employment

    private mutating func add(_ months: MonthLine<Situation.Liability>, _ key: Key) {
        let line = months.days
        liability.row(fields: 6)
        liability.field(key.contract)
        liability.field(key.knownFrom)
        liability.starts(of: line)
        liability.numbers(of: line, as: Int32.self) { month, pen in pen.element(Codes.terms(month)) }
        liability.numbers(of: line, each: 3, as: Int64.self) { month, pen in
            pen.element(Int64(month.due.employerToInsurer.cents))
            pen.element(Int64(month.due.agentToInsurer.cents))
            pen.element(Int64(month.due.employerToAgent.cents))
        }
        liability.numbers(of: line, as: Int32.self) { month, pen in pen.element(Int32(bitPattern: month.unconfirmed.bits)) }
    }

    private mutating func add(_ employer: Timeline<String?>, _ key: Key) {
        employment.row(fields: 4)
        employment.field(key.contract)
        employment.field(key.knownFrom)
        employment.starts(of: employer)
        employment.array([employer.initial] + employer.changes.map(\.value))
    }

    // MARK: Deadlines

    private mutating func changeDeadlines(
        _ open: inout [(deadline: Deadline, knownFrom: Instant?)], to deadlines: [Deadline], at instant: Instant, of contract: UUID
    ) {
        for gone in open where !deadlines.contains(gone.deadline) {
            if let from = gone.knownFrom {
                add(gone.deadline, of: contract, from: from, until: instant)
            } else {
                endings.append(Ending(contract: contract, deadline: gone.deadline, knownUntil: instant))
            }
        }
        open.removeAll { !deadlines.contains($0.deadline) }
        for deadline in deadlines where !open.contains(where: { $0.deadline == deadline }) { open.append((deadline, instant)) }
    }

    private mutating func add(_ open: Deadline, of contract: UUID, from: Instant, until: Instant?) {
        deadline.row(fields: 7)
        deadline.field(contract)
        deadline.field(Codes.code(open.kind))
        deadline.field(UUID(bits: open.beneficiary?.bits ?? 0))
        deadline.field(PostgresDate(open.dueOn))
        deadline.field(open.relevantThrough.map { PostgresDate($0) } ?? .infinity)
        deadline.field(PostgresTimestamp(from))
        deadline.field(until.map { PostgresTimestamp($0) } ?? .infinity)
    }
}
