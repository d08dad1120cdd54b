import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres

/// Decides what a clerk tells about money, while the transaction of its session holds the log's end. Rows are written at once, events with the append.
struct BankRound {
    private let office: BillingOffice
    private let caller: BankCaller
    /// The hash of the file that is handed over.
    private let fileHash: String?
    private let session: Session
    private let history: RunHistory
    private let end: Head
    /// When the events are recorded, in microseconds since 1970.
    private let instant: Int64
    /// What was decided, in order; the last is the order itself.
    private(set) var events: [NewEvent] = []

    /// - Parameters:
    ///   - fileHash: the hash of the file that is handed over; `nil` for other orders, and when the file is refused.
    ///   - end: the end of the log, held by the session's transaction.
    ///   - now: by the clock of this process, in microseconds since 1970.
    init(_ office: BillingOffice, by caller: BankCaller, fileHash: String?, behind end: Head, now: Int64, in session: Session) throws {
        self.office = office
        self.caller = caller
        self.fileHash = fileHash
        self.session = session
        self.end = end
        instant = max(end.recordedAt ?? now, now)
        history = try RunHistory.read(in: session)
    }

    /// The position of the next event.
    private var position: Int64 { end.position + 1 + Int64(events.count) }
    private var today: Day { Instant(microseconds: instant).parisDay }

    /// Decides an order, and writes its rows.
    ///
    /// - Throws: `BillingRefusal`, `ServiceError`. Then the transaction must be rolled back.
    mutating func record(_ order: BankOrder) throws {
        switch order {
        case .fact(let kind, let scheme, let payer, let amount, let day, let reference):
            try record(kind, of: scheme, payer: payer, amount: amount, on: day, reference: reference)
        case .returned(let endToEndId, let fact): try record(fact, of: endToEndId)
        case .handOver(let id, let day): try handOver(id, on: day)
        case .withdraw(let id, let day): try withdraw(id, on: day)
        case .resume(let contract):
            guard try EventLog.holds(contract.uuid, in: session) else { throw ServiceError.refused(.contractUnknown) }
            try session.execute("INSERT INTO billing.resumption (contract_id, position) VALUES (\(contract.uuid), \(position))")
            add(.resumed(contract))
        case .settle(let line, let reason): try settle(line, reason)
        }
    }

    private mutating func settle(_ line: BankLineID, _ reason: StatedReason) throws {
        let (isThere, isSettled) = try session.one(
            """
            SELECT EXISTS (SELECT FROM billing.bank_line WHERE position = \(line.position) AND place = \(line.place)),
                EXISTS (SELECT FROM billing.bank_line_settlement WHERE line_position = \(line.position) AND line_place = \(line.place))
            """, as: (Bool, Bool).self)
        if !isThere { throw BillingRefusal(.bankLineUnknown) }
        if isSettled { throw BillingRefusal(.bankLineAlreadySettled) }
        try session.execute(
            """
            INSERT INTO billing.bank_line_settlement (position, line_position, line_place)
            VALUES (\(position), \(line.position), \(line.place))
            """)
        add(.settled(line, reason: reason.text))
    }

    private mutating func record(
        _ kind: BankFact.Kind, of named: String?, payer: BankFact.Payer, amount: Money, on day: Day, reference: String
    ) throws {
        var stored: StoredFile?
        let scheme: String
        let balance: Money
        let first: Day
        switch payer {
        case .file(let id):
            let found = try file(id)
            scheme = try run(of: found.run).scheme
            if let named, named != scheme { throw BillingRefusal(.fileUnknown) }
            first = found.file.collectionOn
            balance = try StoredRows.sum(ofFile: id, in: session).amount - (try StoredRows.credited(id, of: scheme, in: session))
            stored = found
        case .holder(let holder):
            scheme = try self.scheme(named)
            if case .agent(let contract) = holder, !(try EventLog.holds(UUID(bits: contract.bits), in: session)) {
                throw ServiceError.refused(.contractUnknown)
            }
            first = office.schemes[scheme]?.effectiveFrom ?? day
            // The run debits what was owed when it was accepted.
            if case .agent = holder, kind != .payment, history.open?.run.scheme == scheme { throw BillingRefusal(.runInProgress) }
            balance = try StoredRows.balance(of: holder, scheme: scheme, through: .max, in: session)
        }
        try BankFact.check(day, from: first, today: today)
        guard let fact = BankFact(kind, of: scheme, payer: payer, amount: amount, on: day, reference: reference) else {
            throw ServiceError.malformed(MalformedField(.unknown, at: "/\(payer.field)"))
        }
        try fact.check(
            balance: balance, isRecorded: try StoredRows.isRecorded(fact.kind, of: scheme, payer: payer, reference: reference, in: session))
        if let stored { try collect(stored, on: day) }
        try session.execute(
            """
            INSERT INTO billing.bank_fact (position, scheme, kind, payer, amount, happened_on, reference)
            VALUES (\(position), \(scheme), \(kind.rawValue), \(payer.name), \(Int64(amount.cents)), \(PostgresDate(day)), \(reference))
            """)
        try add(.fact(fact), entering: LedgerDraft.bankFact(fact).map { [$0] } ?? [], of: scheme)
    }

    private mutating func record(_ fact: DebitReturn, of endToEndId: String) throws {
        let stored = try StoredRows.debit(endToEndId, in: session)
        try DebitReturn.check(stored.map { $0.outcome(isCancelled: history[$0.run]?.cancelledBy != nil) })
        guard let stored else { throw BillingRefusal(.directDebitUnknown) }
        let run = try run(of: stored.run)
        let first = fact.firstDay(collectionOn: stored.debit.days.collectionOn, run: run.asOf)
        try BankFact.check(fact.on, from: first, today: today)
        try confirm(try file(stored.debit.file), on: fact.on)
        try session.execute(
            """
            INSERT INTO billing.debit_return (end_to_end_id, kind, reason, happened_on, position)
            VALUES (\(endToEndId), \(fact.kind.rawValue), \(fact.reason), \(PostgresDate(fact.on)), \(position))
            """)
        try add(
            .returned(endToEndId: endToEndId, fact), entering: LedgerDraft.returned(stored.debit, fact, of: run.scheme).map { [$0] } ?? [],
            of: run.scheme)
    }

    private mutating func handOver(_ id: String, on day: Day) throws {
        var stored = try file(id)
        try stored.file.handOver(on: day)
        // A file may be handed over ahead: the day is not compared with today.
        try BankFact.check(day, from: try run(of: stored.run).asOf, today: max(day, today))
        if !caller.actsAlone, history[stored.run]?.recordedBy == caller.id { throw BillingRefusal(.fileSameSupervisor) }
        guard let fileHash else { throw ServiceError.concurrentChange }
        try change(stored, on: day)
        add(.handedOver(file: id, on: day, hash: fileHash))
    }

    private mutating func withdraw(_ id: String, on day: Day) throws {
        var stored = try file(id)
        try stored.file.withdraw()
        let run = try run(of: stored.run)
        try BankFact.check(day, from: run.asOf, today: today)
        let debits = try StoredRows.debits(ofFile: id, in: session).map(\.debit)
        try change(stored, on: day)
        try add(
            .withdrawn(file: id, on: day),
            entering: LedgerDraft.withdrawn(debits, in: id, of: run.scheme, on: day).map { [$0] } ?? [], of: run.scheme)
    }

    // MARK: What is there

    /// A file, if nothing is said of its run meanwhile.
    ///
    /// - Throws: `file.unknown`; `run.inProgress` while its run is being cancelled.
    private func file(_ id: String) throws -> StoredFile {
        guard let stored = try StoredRows.file(id, in: session) else { throw BillingRefusal(.fileUnknown) }
        return try history.settled(stored)
    }

    private func run(of number: Int) throws -> BillingRun {
        guard let run = history[number]?.run else { throw BillingRefusal(.runUnknown) }
        return run
    }

    /// The scheme of this name, or the only one that has parameters of money.
    private func scheme(_ named: String?) throws -> String {
        if office.money.isEmpty { throw BillingRefusal(.runNoParameters) }
        guard let named = named ?? (office.money.count == 1 ? office.money.keys.first : nil) else {
            throw ServiceError.malformed(MalformedField(.missing, at: "/scheme"))
        }
        if office.schemes[named] == nil { throw ServiceError.refused(.schemeUnknown) }
        if office.money[named] == nil { throw BillingRefusal(.runNoParameters) }
        return named
    }

    // MARK: What follows

    /// Learns from a debit that came back that the bank has the file.
    private mutating func confirm(_ stored: StoredFile, on day: Day) throws {
        var confirmed = stored
        try confirmed.file.confirm()
        if confirmed.file == stored.file { return }
        try change(confirmed, on: day)
        add(.handedOver(file: stored.file.id, on: day, hash: nil))
    }

    /// Learns from the credit of a file that the bank collected it. What was withdrawn is presented again.
    private mutating func collect(_ stored: StoredFile, on day: Day) throws {
        var collected = stored
        collected.file.collect()
        if collected.file == stored.file { return }
        try change(collected, on: day)
        let event = BankEvent.handedOver(file: stored.file.id, on: day, hash: nil)
        guard stored.file.state == .withdrawn else { return add(event) }
        let scheme = try run(of: stored.run).scheme
        let debits = try StoredRows.debits(ofFile: stored.file.id, in: session).map(\.debit)
        let entry = LedgerDraft.presented(debits, in: stored.file.id, of: scheme, on: day)
        try add(event, entering: entry.map { [$0] } ?? [], of: scheme)
    }

    private func change(_ stored: StoredFile, on day: Day) throws {
        try session.execute(
            """
            INSERT INTO billing.file_change (file, run, state, happened_on, position)
            VALUES (\(stored.file.id), \(Int32(stored.run)), \(stored.file.state.name), \(PostgresDate(day)), \(position))
            """)
    }

    private mutating func add(_ event: BankEvent) { events.append(event.new([:])) }

    /// Adds an event with the entries that it makes. Their hashes stand in the event: nobody can change them unseen.
    private mutating func add(_ event: BankEvent, entering drafts: [LedgerDraft], of scheme: String) throws {
        if drafts.isEmpty { return add(event) }
        var rows = LedgerRows(source: position, scheme: scheme, closedThrough: history.book(of: scheme).closedThrough)
        for draft in drafts { rows.add(draft, recordedAt: Instant(microseconds: instant)) }
        try rows.flush(in: session)
        try session.execute(rows.batch(at: position, instant, behind: try StoredRows.ledgerEnd(in: session)))
        events.append(event.new(rows.hashes))
    }
}
