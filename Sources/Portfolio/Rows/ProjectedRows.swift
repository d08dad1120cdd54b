import CivilTime
import Contracts
import FoundationEssentials
import Postgres

/// The rows made from histories, table by table.
struct ProjectedRows: Sendable {
    /// New rows of contracts that have no row yet.
    private(set) var contract = BinaryRows()
    private(set) var cover = BinaryRows()
    private(set) var liability = BinaryRows()
    private(set) var employment = BinaryRows()
    private(set) var deadline = BinaryRows()
    /// Rows that replace existing contract rows. Null means that a part stays as it is.
    private(set) var changed = BinaryRows()
    /// The number of rows in `changed`.
    private(set) var changedCount = 0
    /// The contracts in `changed` whose part is replaced. Its earlier state moves to the part's own table.
    private(set) var replaced: [KnownPart: [UUID]] = [:]
    /// Contracts that have rows and are projected again from their first event.
    private(set) var renewed: [UUID] = []
    /// Stored deadlines that no longer hold.
    private(set) var endings: [Ending] = []

    /// A deadline that was known, and no longer holds from an instant on.
    struct Ending: Sendable {
        let contract: UUID
        let deadline: Deadline
        let knownUntil: Instant
    }

    /// The size of all tables in bytes.
    var size: Int { contract.bytes.count + cover.bytes.count + liability.bytes.count + employment.bytes.count + deadline.bytes.count }

    /// Adds a contract in its state at the end of a page of the log.
    ///
    /// - Throws: `scheme.unknown`.
    mutating func add(_ contract: ChangedContract, rules: ProjectionRules) throws(Refusal) {
        guard let first = contract.facts.dropFirst(contract.projected).first, contract.projected > 0 else {
            return try add(contract.id, contract.facts, schemes: rules.schemes)
        }
        let before = contract.facts[contract.projected - 1].recordedAt
        if max(before, rules.lastLearnt ?? before) < first.recordedAt {
            try add(contract.id, contract.facts, since: first.recordedAt, schemes: rules.schemes)
        } else {
            // Rows may exist from the same instant, or from a later one at which a parameter becomes known. This is rare, so the contract
            // is projected again.
            renewed.append(contract.id)
            try add(contract.id, contract.facts, schemes: rules.schemes)
        }
    }

    /// Adds a contract.
    ///
    /// - Parameters:
    ///   - events: its whole history.
    ///   - since: of a contract that has rows, adds only what became known at this instant or later; `nil` adds everything.
    /// - Throws: `scheme.unknown`.
    mutating func add(_ id: UUID, _ events: [RecordedFact], since: Instant? = nil, schemes: Schemes) throws(Refusal) {
        var before: Situation?
        var last = LastKnown()
        var hasBeneficiaries = false
        var open: [(deadline: Deadline, knownFrom: Instant?)] = []
        for (knownFrom, situation) in try Contract.situations(of: events, from: since, schemes: schemes) {
            if let since, knownFrom < since {
                open = situation.deadlines.map { ($0, nil) }
            } else {
                let key = Key(contract: id, knownFrom: PostgresTimestamp(knownFrom))
                replace(&last.cover, with: situation.holder, after: before?.holder, .cover, key) { $0.addHolder($1, $2) }
                replace(&last.liability, with: situation.liabilities, after: before?.liabilities, .liability, key) { $0.add($1, $2) }
                replace(&last.employment, with: situation.employer, after: before?.employer, .employment, key) { $0.add($1, $2) }
                if situation.beneficiaries != before?.beneficiaries ?? [] {
                    hasBeneficiaries = true
                    addBeneficiaries(situation, after: before, key)
                }
                if situation.deadlines != before?.deadlines { changeDeadlines(&open, to: situation.deadlines, at: knownFrom, of: id) }
            }
            before = situation
        }
        for case (let open, let knownFrom?) in open { add(open, of: id, from: knownFrom, until: nil) }
        if since == nil {
            contract.contract(id, events, last, hasBeneficiaries: hasBeneficiaries)
        } else {
            changed.contract(id, events, last, hasBeneficiaries: hasBeneficiaries)
            changedCount += 1
        }
    }

    /// Removes the rows, but keeps the buffers.
    mutating func removeAll() {
        contract.removeAll()
        cover.removeAll()
        liability.removeAll()
        employment.removeAll()
        deadline.removeAll()
        changed.removeAll()
        changedCount = 0
        replaced.removeAll()
        renewed.removeAll()
        endings.removeAll()
    }

    fileprivate struct Key {
        let contract: UUID
        let knownFrom: PostgresTimestamp
    }

    /// The latest state of each part of a contract; `nil` where nothing new is known.
    fileprivate struct LastKnown {
        var cover: (from: PostgresTimestamp, line: Timeline<Situation.HolderPiece>)?
        var liability: (from: PostgresTimestamp, line: MonthLine<Situation.Liability>)?
        var employment: (from: PostgresTimestamp, line: Timeline<String?>)?
    }

    /// Records a part as known from an instant on, if it changed. Its earlier state becomes a row of the part's own table.
    private mutating func replace<Line: Equatable>(
        _ last: inout (from: PostgresTimestamp, line: Line)?, with line: Line, after before: Line?, _ part: KnownPart, _ key: Key,
        _ add: (inout ProjectedRows, Line, Key) -> Void
    ) {
        if line == before { return }
        if let last {
            add(&self, last.line, Key(contract: key.contract, knownFrom: last.from))
        } else if before != nil {
            replaced[part, default: []].append(key.contract)
        }
        last = (key.knownFrom, line)
    }

    // MARK: Rows of parts

    private mutating func addHolder(_ line: Timeline<Situation.HolderPiece>, _ key: Key) {
        begin(person: 0, place: 0, relation: nil, key)
        cover.line(line)
    }

    private mutating func addBeneficiaries(_ situation: Situation, after before: Situation?, _ key: Key) {
        for (place, line) in situation.beneficiaries.enumerated() {
            if let before, place < before.beneficiaries.count, before.beneficiaries[place] == line { continue }
            begin(person: line.id.bits, place: Int16(place + 1), relation: line.relation, key)
            cover.line(line.cover)
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

    private mutating func add(_ months: MonthLine<Situation.Liability>, _ key: Key) {
        liability.row(fields: 6)
        liability.field(key.contract)
        liability.field(key.knownFrom)
        liability.line(months)
    }

    private mutating func add(_ employer: Timeline<String?>, _ key: Key) {
        employment.row(fields: 4)
        employment.field(key.contract)
        employment.field(key.knownFrom)
        employment.line(employer)
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

extension BinaryRows {
    /// The row of a contract, with null for parts without news.
    fileprivate mutating func contract(_ id: UUID, _ events: [RecordedFact], _ last: ProjectedRows.LastKnown, hasBeneficiaries: Bool) {
        row(fields: 15)
        field(id)
        field(orNull: last.cover?.from)
        field(orNull: last.liability?.from)
        field(orNull: last.employment?.from)
        field(hasBeneficiaries)
        array(events.count, of: PostgresTimestamp.self) { pen in
            for event in events { pen.element(PostgresTimestamp(event.recordedAt)) }
        }
        if let cover = last.cover { line(cover.line) } else { nulls(3) }
        if let liability = last.liability { line(liability.line) } else { nulls(4) }
        if let employment = last.employment { line(employment.line) } else { nulls(2) }
    }

    private mutating func field(orNull stamp: PostgresTimestamp?) {
        if let stamp { field(stamp) } else { null() }
    }

    private mutating func nulls(_ count: Int) {
        for _ in 0..<count { null() }
    }

    /// The holder's cover.
    fileprivate mutating func line(_ holder: Timeline<Situation.HolderPiece>) { line(holder) { ($0.cover, $0.option) } }

    /// A beneficiary's cover.
    fileprivate mutating func line(_ cover: Timeline<PendingCover>) { line(cover) { ($0, nil) } }

    private mutating func line<Value>(_ line: Timeline<Value>, _ value: (Value) -> (cover: PendingCover, option: Option?)) {
        starts(of: line)
        var due: [PostgresDate] = []
        numbers(of: line, as: Int16.self) { piece, pen in
            let (cover, option) = value(piece)
            if case .unproven(let day) = cover { due.append(PostgresDate(day)) }
            pen.element(Codes.code(cover, option))
        }
        if due.isEmpty { return null() }
        array(due.count, of: PostgresDate.self) { pen in
            for day in due { pen.element(day) }
        }
    }

    /// The cotisations of every month.
    fileprivate mutating func line(_ months: MonthLine<Situation.Liability>) {
        let line = months.days
        starts(of: line)
        numbers(of: line, as: Int32.self) { month, pen in pen.element(Codes.terms(month)) }
        numbers(of: line, each: 3, as: Int64.self) { month, pen in
            pen.element(Int64(month.due.employerToInsurer.cents))
            pen.element(Int64(month.due.agentToInsurer.cents))
            pen.element(Int64(month.due.employerToAgent.cents))
        }
        numbers(of: line, as: Int32.self) { month, pen in pen.element(Int32(bitPattern: month.unconfirmed.bits)) }
    }

    /// The employer. The array omits the piece before the first change, so that an index of employers has no entry for it.
    fileprivate mutating func line(_ employer: Timeline<String?>) {
        let changes = employer.changes
        array(changes.count, of: PostgresDate.self) { pen in
            for change in changes { pen.element(PostgresDate(change.on)) }
        }
        array(changes.map(\.value))
    }
}
