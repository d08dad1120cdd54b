import BankFiles
import Billing
import CivilTime
import ContractService
import EventLog
import Postgres

/// Decides the lines of a bank's file in their order, while the transaction of its session holds the log's end. Debits are read, and rows are written, many at a
/// time: a file can have as many lines as a run has debits.
struct BankFileRound {
    private let session: Session
    private let history: RunHistory
    private let end: Head
    /// When the events are recorded, in microseconds since 1970.
    private let instant: Int64
    private var rows: NewBankRows
    /// The debits that lines name, by their identifiers.
    private var debits: [String: StoredRows.StoredDebit] = [:]
    /// The files that lines name, as these lines leave them; `nil` for names of no file.
    private var files: [String: StoredFile?] = [:]
    /// What the bank credited of each file.
    private var credited: [String: Money] = [:]
    /// The sums of the debits of each file.
    private var sums: [String: Money] = [:]
    /// The debits that lines of this file returned.
    private var returned: Set<String> = []
    /// The debits that lines of this file name one by one.
    private var named: Set<String> = []
    /// The references of the credits of this file, by file.
    private var references: [String: Set<String>] = [:]
    /// What was decided, in order.
    private(set) var events: [NewEvent] = []
    /// What became of the lines.
    private(set) var outcome: BankFileOutcome

    /// How many debits are read at a time.
    private static let page = 2000
    /// How many lines of which nothing was recorded one event keeps.
    private static let linesPerEvent = 500

    /// - Parameters:
    ///   - end: the end of the log, held by the session's transaction.
    ///   - now: by the clock of this process, in microseconds since 1970.
    init(_ messageId: String, behind end: Head, now: Int64, in session: Session) throws {
        self.session = session
        self.end = end
        instant = max(end.recordedAt ?? now, now)
        history = try RunHistory.read(in: session)
        rows = try NewBankRows(instant: instant, history: history, in: session)
        outcome = BankFileOutcome(messageId: messageId)
    }

    /// The position of the next event.
    private var position: Int64 { end.position + 1 + Int64(events.count) }
    private var today: Day { Instant(microseconds: instant).parisDay }

    /// Decides the lines, and writes their rows.
    ///
    /// - Throws: `run.inProgress`. Then the transaction must be rolled back.
    mutating func record(_ lines: [BankFileLine]) throws {
        var rest = lines[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.page)
            rest = rest.dropFirst(Self.page)
            let names = some.compactMap { line in if case .returned(let id, _) = line { id } else { nil } }
            for stored in try StoredRows.debits(named: names, in: session) { debits[stored.debit.endToEndId] = stored }
            for line in some { try record(line) }
            // A file that is rejected as a whole brings its own debits.
            debits = [:]
        }
        try keepUnmatched()
        try rows.flush(in: session)
    }

    /// Keeps the lines of which nothing was recorded, but for those that this message brought before.
    private mutating func keepUnmatched() throws {
        if outcome.unmatched.isEmpty { return }
        let message = KeptBankLine.message(outcome.messageId)
        var known = try StoredRows.bankLines(of: message, in: session)
        let lines = outcome.unmatched.map { KeptBankLine($0) }.filter { line in
            guard let count = known[line.content], count > 0 else { return true }
            known[line.content] = count - 1
            return false
        }
        var rest = lines[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(Self.linesPerEvent))
            rest = rest.dropFirst(Self.linesPerEvent)
            rows.add(some, of: message, foundOn: today, at: position)
            events.append(BankEvent.unmatched(message: message, some).new([:]))
        }
    }

    private mutating func record(_ line: BankFileLine) throws {
        switch line {
        case .returned(let id, let fact):
            guard let stored = debits[id], let file = try file(stored.debit.file) else {
                return outcome.unmatched.append(BankFileOutcome.Unmatched(endToEndId: id, on: fact.on))
            }
            named.insert(id)
            try record(fact, of: stored, in: file)
        case .rejected(let name, let fact):
            guard let file = try file(name) else {
                return outcome.unmatched.append(BankFileOutcome.Unmatched(file: name, on: fact.on))
            }
            // Lines of their own come before, with more exact reasons.
            for stored in try StoredRows.debits(ofFile: name, in: session) where !named.contains(stored.debit.endToEndId) {
                try record(fact, of: stored, in: try self.file(name) ?? file)
            }
        case .credited(let name, let amount, let day, let reference):
            try credit(name, amount, on: day, reference: reference)
        case .unmatched(let line):
            outcome.unmatched.append(
                BankFileOutcome.Unmatched(endToEndId: line.endToEndId, reference: line.reference, amount: line.amount, on: line.on))
        }
    }

    private mutating func record(_ fact: DebitReturn, of stored: StoredRows.StoredDebit, in file: StoredFile) throws {
        let debit = stored.debit
        if case .returned = stored.outcome { return outcome.repeated += 1 }
        if returned.contains(debit.endToEndId) { return outcome.repeated += 1 }
        func refuse(_ rule: BillingRule) {
            outcome.unmatched.append(
                BankFileOutcome.Unmatched(
                    endToEndId: debit.endToEndId, file: debit.file, amount: .zero - debit.amount, on: fact.on, rule: rule))
        }
        guard let run = history[stored.run]?.run, file.file.state != .withdrawn else { return refuse(.directDebitAlreadyReturned) }
        do throws(BillingRefusal) {
            try BankFact.check(
                fact.on, from: fact.firstDay(collectionOn: debit.days.collectionOn, run: run.asOf), today: today)
        } catch { return refuse(error.rule) }
        if file.file.state == .presented { handOver(file, on: fact.on) }
        rows.add(fact, of: debit.endToEndId, at: position)
        let hashes = try rows.enter(LedgerDraft.returned(debit, fact, of: run.scheme), of: run.scheme, at: position)
        events.append(BankEvent.returned(endToEndId: debit.endToEndId, fact).new(hashes))
        returned.insert(debit.endToEndId)
        outcome.recorded += 1
        try rows.flushIfMany(in: session)
    }

    private mutating func credit(_ name: String, _ amount: Money, on day: Day, reference: String) throws {
        func refuse(_ rule: BillingRule?) {
            outcome.unmatched.append(BankFileOutcome.Unmatched(file: name, reference: reference, amount: amount, on: day, rule: rule))
        }
        guard let file = try file(name), let run = history[file.run]?.run else { return refuse(nil) }
        let payer = BankFact.Payer.file(name)
        let isKnown =
            try references[name]?.contains(reference) ?? false
            || StoredRows.isRecorded(.payment, of: run.scheme, payer: payer, reference: reference, in: session)
        if isKnown { return outcome.repeated += 1 }
        guard BankOrder.isReference(reference), !PersonalWords.stand(in: reference),
            let fact = BankFact(.payment, of: run.scheme, payer: payer, amount: amount, on: day, reference: reference)
        else { return refuse(nil) }
        if credited[name] == nil { credited[name] = try StoredRows.credited(name, of: run.scheme, in: session) }
        let before = credited[name] ?? .zero
        do throws(BillingRefusal) {
            try BankFact.check(day, from: file.file.collectionOn, today: today)
        } catch { return refuse(error.rule) }
        // The log's end is held: a file with many credits adds up its debits once.
        if sums[name] == nil { sums[name] = try StoredRows.sum(ofFile: name, in: session).amount }
        if amount > (sums[name] ?? .zero) - before { return refuse(.paymentExceedsFile) }
        switch file.file.state {
        case .handedOver: break
        case .presented: handOver(file, on: day)
        case .withdrawn:
            // The bank collected it all the same: its debits are presented again.
            let debits = try StoredRows.debits(ofFile: name, in: session).map(\.debit)
            let presented = LedgerDraft.presented(debits, in: name, of: run.scheme, on: day)
            let hashes = try rows.enter(presented, of: run.scheme, at: position)
            handOver(file, on: day, hashes)
        }
        rows.add(fact, at: position)
        let hashes = try rows.enter(LedgerDraft.bankFact(fact), of: run.scheme, at: position)
        events.append(BankEvent.fact(fact).new(hashes))
        credited[name] = before + amount
        references[name, default: []].insert(reference)
        outcome.recorded += 1
    }

    /// Learns that the bank has a file.
    private mutating func handOver(_ stored: StoredFile, on day: Day, _ hashes: [String: String] = [:]) {
        var known = stored
        known.file.collect()
        files[stored.file.id] = known
        rows.add(known, on: day, at: position)
        events.append(BankEvent.handedOver(file: stored.file.id, on: day, hash: nil).new(hashes))
    }

    /// A file, as the lines before leave it; `nil` when there is none.
    ///
    /// - Throws: `run.inProgress` while its run is being cancelled.
    private mutating func file(_ name: String) throws -> StoredFile? {
        if let known = files[name] { return known }
        // The name of a file begins with the name of its run, so other names take no query. None is longer than 35 bytes.
        guard name.utf8.count <= 35, let run = BillingRun.number(in: name), history[run] != nil else {
            files[name] = .some(nil)
            return nil
        }
        let found = try StoredRows.file(name, in: session).map { try history.settled($0) }
        files[name] = .some(found)
        return found
    }
}
