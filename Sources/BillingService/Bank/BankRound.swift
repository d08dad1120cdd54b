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
    private let session: Session
    private let history: RunHistory
    private let end: Head
    /// When the events are recorded, in microseconds since 1970.
    private let instant: Int64
    /// What was decided, in order.
    private(set) var events: [BankEvent] = []

    /// - Parameters:
    ///   - end: the end of the log, held by the session's transaction.
    ///   - now: by the clock of this process, in microseconds since 1970.
    init(_ office: BillingOffice, behind end: Head, now: Int64, in session: Session) throws {
        self.office = office
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
        case .handOver(let id, let day):
            var stored = try file(id)
            try stored.file.handOver(on: day)
            try change(stored, on: day)
            events.append(.handedOver(file: id, on: day))
        case .withdraw(let id, let day): try withdraw(id, on: day)
        case .resume(let contract):
            guard try EventLog.holds(contract.uuid, in: session) else { throw ServiceError.refused(.contractUnknown) }
            try session.execute("INSERT INTO billing.resumption (contract_id, position) VALUES (\(contract.uuid), \(position))")
            events.append(.resumed(contract))
        }
    }

    private mutating func record(
        _ kind: BankFact.Kind, of named: String?, payer: BankFact.Payer, amount: Money, on day: Day, reference: String
    ) throws {
        var stored: StoredFile?
        let scheme: String
        var balance = Money.zero
        switch payer {
        case .file(let id):
            let found = try file(id)
            scheme = try self.scheme(of: found.run)
            if let named, named != scheme { throw BillingRefusal(.fileUnknown) }
            stored = found
        case .holder(let holder):
            scheme = try self.scheme(named)
            if case .agent(let contract) = holder, !(try EventLog.holds(UUID(bits: contract.bits), in: session)) {
                throw ServiceError.refused(.contractUnknown)
            }
            balance = try StoredRows.balance(of: holder, scheme: scheme, through: .max, in: session)
        }
        try BankFact.check(day, today: today)
        guard let fact = BankFact(kind, of: scheme, payer: payer, amount: amount, on: day, reference: reference) else {
            throw ServiceError.malformed(MalformedField(.unknown, at: "/\(payer.field)"))
        }
        try fact.check(balance: balance, isRecorded: try isRecorded(fact))
        if let stored { try confirm(stored, on: day) }
        try session.execute(
            """
            INSERT INTO billing.bank_fact (position, scheme, kind, payer, amount, happened_on, reference)
            VALUES (\(position), \(scheme), \(kind.rawValue), \(Self.name(of: payer)), \(Int64(amount.cents)), \(PostgresDate(day)), \(reference))
            """)
        try enter(LedgerDraft.bankFact(fact), of: scheme)
        events.append(.fact(fact))
    }

    private mutating func record(_ fact: DebitReturn, of endToEndId: String) throws {
        let stored = try StoredRows.debit(endToEndId, in: session)
        try DebitReturn.check(stored.map { history[$0.run]?.cancelledBy == nil ? $0.outcome : .withdrawn })
        guard let stored else { throw BillingRefusal(.directDebitUnknown) }
        try BankFact.check(fact.on, today: today)
        try confirm(try file(stored.debit.file), on: fact.on)
        try session.execute(
            """
            INSERT INTO billing.debit_return (end_to_end_id, kind, reason, happened_on, position)
            VALUES (\(endToEndId), \(fact.kind.rawValue), \(fact.reason), \(PostgresDate(fact.on)), \(position))
            """)
        let scheme = try scheme(of: stored.run)
        try enter(LedgerDraft.returned(stored.debit, fact, of: scheme), of: scheme)
        events.append(.returned(endToEndId: endToEndId, fact))
    }

    private mutating func withdraw(_ id: String, on day: Day) throws {
        var stored = try file(id)
        try stored.file.withdraw()
        try BankFact.check(day, today: today)
        let debits = try StoredRows.debits(ofFile: id, in: session).map(\.debit)
        let scheme = try scheme(of: stored.run)
        try change(stored, on: day)
        try enter(LedgerDraft.withdrawn(debits, in: id, of: scheme, on: day), of: scheme)
        events.append(.withdrawn(file: id, on: day))
    }

    // MARK: What is there

    /// A file, if nothing is said of its run meanwhile.
    ///
    /// - Throws: `file.unknown`; `run.inProgress` while its run is being cancelled.
    private func file(_ id: String) throws -> StoredFile {
        guard var stored = try StoredRows.file(id, in: session), let run = history[stored.run] else { throw BillingRefusal(.fileUnknown) }
        if history.open?.run.kind.cancels == stored.run { throw BillingRefusal(.runInProgress) }
        if run.cancelledBy != nil {
            stored.file = DirectDebitFile(id: id, collectionOn: stored.file.collectionOn, state: .withdrawn)
        }
        return stored
    }

    private func scheme(of run: Int) throws -> String {
        guard let scheme = history[run]?.run.scheme else { throw BillingRefusal(.runUnknown) }
        return scheme
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

    private func isRecorded(_ fact: BankFact) throws -> Bool {
        try session.one(
            """
            SELECT EXISTS (
                SELECT FROM billing.bank_fact WHERE scheme = \(fact.scheme) AND kind = \(fact.kind.rawValue)
                    AND payer = \(Self.name(of: fact.payer)) AND reference = \(fact.reference))
            """, as: Bool.self)
    }

    private static func name(of payer: BankFact.Payer) -> String { "\(payer.field):\(payer.code)" }

    // MARK: What follows

    /// Learns from what the bank says of a file that it has it.
    private func confirm(_ stored: StoredFile, on day: Day) throws {
        var confirmed = stored
        try confirmed.file.confirm()
        if confirmed.file != stored.file { try change(confirmed, on: day) }
    }

    private func change(_ stored: StoredFile, on day: Day) throws {
        try session.execute(
            """
            INSERT INTO billing.file_change (file, run, state, happened_on, position)
            VALUES (\(stored.file.id), \(Int32(stored.run)), \(stored.file.state.name), \(PostgresDate(day)), \(position))
            """)
    }

    private func enter(_ draft: LedgerDraft?, of scheme: String) throws {
        guard let draft else { return }
        var rows = LedgerRows(source: position, scheme: scheme, closedThrough: history.book(of: scheme).closedThrough)
        rows.add(draft, recordedAt: Instant(microseconds: instant))
        try rows.flush(in: session)
        try session.execute(rows.batch(at: position, instant, behind: try StoredRows.ledgerEnd(in: session)))
    }
}
