import Billing
import CivilTime
import Contracts
import EventLog
import Postgres

/// Makes runs and the entries of the bank's facts again, and compares them with what the events say.
///
/// The rows must have been proved before: later runs are reckoned from the rows of earlier ones.
struct FactProof {
    private let session: Session
    private let history: RunHistory
    private let sources: RunSources
    private let digests: [String: String]
    private var finding: MoneyFinding

    init(_ finding: MoneyFinding, history: RunHistory, from sources: RunSources, digests: [String: String], in session: Session) {
        self.finding = finding
        self.history = history
        self.sources = sources
        self.digests = digests
        self.session = session
    }

    /// Makes all again.
    ///
    /// - Parameter progress: called after each run, with how many are done.
    mutating func prove(_ progress: (Int) -> Void) throws -> MoneyFinding {
        for (done, recorded) in history.runs.filter({ $0.outcome != nil }).enumerated() {
            try prove(recorded)
            progress(done + 1)
        }
        try BankEvent.walk(in: session) { event in try prove(event) }
        return finding
    }

    private mutating func prove(_ recorded: RecordedRun) throws {
        guard let outcome = recorded.outcome, let completion = outcome.completion else { return }
        let run = recorded.run
        if try !StoredRows.hasRightEmployerBalances(recorded, in: session) {
            finding.differences.append(
                MoneyDifference(what: .facts, run: run.number, position: completion.position, table: HashedRows.employerBalance.rawValue))
        }
        guard sources.schemes[run.scheme] != nil, sources.money[run.scheme] != nil else {
            finding.underOtherFiles.append(run.number)
            return
        }
        var reckoning = try RunReckoning(run, after: history, from: sources)
        var book = history.book(of: run.scheme, before: run.number)
        book.add(run)
        var rows = RunRows(run, source: recorded.source, closedThrough: book.closedThrough)
        var made = try reckoning.outcome(in: session) { part in try rows.take(part, in: nil) }.hashed(outcome.hashes ?? [:])
        (made.schemeDigest, made.rules, made.completion) = (outcome.schemeDigest, outcome.rules, completion)
        let tables = HashedRows.allCases.filter { table in
            // Balances follow from entries, and were compared with them above.
            if table == .employerBalance { return false }
            let said = outcome.hashes?[table.rawValue]
            return (said != nil || table.isOfEachRun) && rows.hashes[table.rawValue] != said
        }
        var differences = tables.map {
            MoneyDifference(what: .facts, run: run.number, position: completion.position, table: $0.rawValue)
        }
        if made != outcome {
            differences.append(MoneyDifference(what: .sums, run: run.number, position: completion.position, table: nil))
        }
        if differences.isEmpty {
            finding.madeAgain.append(run.number)
        } else if let digest = outcome.schemeDigest ?? recorded.schemeDigest, digests[run.scheme] != digest {
            finding.underOtherFiles.append(run.number)
        } else {
            finding.differences += differences
        }
    }

    private mutating func prove(_ event: RecordedEvent) throws {
        let (told, hashes) = try BankEvent.reading(event)
        // Most hand-overs make no entry.
        if hashes.isEmpty, case .handedOver = told { return }
        guard let (draft, scheme) = try draft(of: told) else { return }
        if hashes.isEmpty {
            if draft != nil {
                finding.differences.append(
                    MoneyDifference(what: .facts, run: nil, position: event.position, table: HashedRows.entry.rawValue))
            }
            return
        }
        var rows = LedgerRows(
            source: event.position, scheme: scheme, closedThrough: history.book(of: scheme, completeBy: event.position).closedThrough)
        if let draft { rows.add(draft, recordedAt: Instant(microseconds: event.recordedAt)) }
        try rows.flush(in: nil)
        for (table, hash) in rows.hashes.sorted(by: { $0.key < $1.key }) where hash != hashes[table] {
            finding.differences.append(MoneyDifference(what: .facts, run: nil, position: event.position, table: table))
        }
    }

    /// The entry that an event makes; `nil` for an event that makes none.
    private func draft(of event: BankEvent) throws -> (draft: LedgerDraft?, scheme: String)? {
        if case .fact(let fact) = event { return (LedgerDraft.bankFact(fact), fact.scheme) }
        guard let scheme = event.debitsName.flatMap({ BillingRun.number(in: $0) }).flatMap({ history[$0]?.run.scheme }) else { return nil }
        switch event {
        case .fact, .resumed, .unmatched, .settled: return nil
        case .returned(let id, let fact):
            let debit = try StoredRows.debit(id, in: session)?.debit
            return (debit.flatMap { LedgerDraft.returned($0, fact, of: scheme) }, scheme)
        case .withdrawn(let file, let day):
            let debits = try StoredRows.debits(ofFile: file, in: session).map(\.debit)
            return (LedgerDraft.withdrawn(debits, in: file, of: scheme, on: day), scheme)
        // A hand-over makes an entry when the bank collected a file that had been withdrawn.
        case .handedOver(let file, let day, _):
            let debits = try StoredRows.debits(ofFile: file, in: session).map(\.debit)
            return (LedgerDraft.presented(debits, in: file, of: scheme, on: day), scheme)
        }
    }
}
