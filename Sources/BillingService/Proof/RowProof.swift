import Billing
import CivilTime
import ContractService
import EventLog
import FoundationEssentials
import Postgres

/// Proves that rows of runs, of the ledger and of the bank's facts are those that the events say: none is missing, changed or added.
///
/// It decodes no row, so a damaged one cannot stop it. The events are walked in the order of the log, since entries are numbered in that order.
struct RowProof {
    private let session: Session
    private let history: RunHistory
    private var finding: MoneyFinding
    /// The complete runs that were not proved yet.
    private var runs: ArraySlice<RecordedRun>
    /// How many rows belong to an event, by table.
    private var counts: [String: Int] = [:]
    /// How many entries there are behind the events so far, in all and by journal.
    private var number: Int64 = 0
    private var numbers = Journal.allCases.map { _ in Int64(0) }

    /// An event that makes entries.
    private struct Entering {
        /// The position of the event that says what is entered.
        let source: Int64
        let scheme: String
        /// From which on they count.
        let position: Int64
        let recordedAt: Int64
        var run: Int?
    }

    init(_ finding: MoneyFinding, history: RunHistory, in session: Session) {
        self.session = session
        self.history = history
        self.finding = finding
        runs = history.runs.filter { $0.outcome != nil }[...]
    }

    /// Proves all rows.
    ///
    /// - Parameter progress: called after each run, with how many are done.
    mutating func prove(_ progress: (Int) -> Void) throws -> MoneyFinding {
        try BankEvent.walk(in: session) { event in
            while let run = runs.first, let completion = run.outcome?.completion, completion.position < event.position {
                try prove(run)
                progress(finding.runs)
            }
            try prove(event)
        }
        while let run = runs.first {
            try prove(run)
            progress(finding.runs)
        }
        for table in HashedRows.allCases.map(\.rawValue) + [
            "batch", "bank_fact", "debit_return", "file_change", "resumption", "bank_line", "bank_line_settlement",
            "bank_line_wait",
        ] {
            let count = try session.one(SQL(unsafe: "SELECT count(*) FROM billing.\(table)"), as: Int.self)
            if count > counts[table, default: 0] { differ(.stray, run: nil, at: nil, table) }
        }
        finding.entries = counts[HashedRows.entry.rawValue, default: 0]
        return finding
    }

    private mutating func differ(_ what: MoneyDifference.What, run: Int?, at position: Int64?, _ table: String?) {
        finding.differences.append(MoneyDifference(what: what, run: run, position: position, table: table))
    }

    // MARK: Runs

    private mutating func prove(_ recorded: RecordedRun) throws {
        runs.removeFirst()
        finding.runs += 1
        guard let outcome = recorded.outcome, let completion = outcome.completion else { return }
        for table in [HashedRows.line, .prescribed, .held, .debit, .credit, .employerBalance] {
            let stored = try StoredHash(table, where: "run", is: Int64(recorded.run.number), in: session)
            counts[table.rawValue, default: 0] += stored.count
            let said = outcome.hashes?[table.rawValue]
            // Balances of a run of an earlier release were kept by a migration: `FactProof` adds them up.
            if said == nil, table == .employerBalance { continue }
            if said != stored.hash, said != nil || table.isOfEachRun || stored.count > 0 {
                differ(.rows, run: recorded.run.number, at: completion.position, table.rawValue)
            }
        }
        try proveEntries(
            Entering(
                source: recorded.source, scheme: recorded.run.scheme, position: completion.position,
                recordedAt: completion.recordedAt.microseconds, run: recorded.run.number), outcome.hashes ?? [:])
    }

    // MARK: The ledger

    /// Proves the entries that one event makes, and their numbers.
    private mutating func proveEntries(_ event: Entering, _ hashes: [String: String]) throws {
        var isCounted = true
        for table in [HashedRows.entry, .posting] {
            let stored = try StoredHash(table, where: "source", is: event.source, in: session)
            counts[table.rawValue, default: 0] += stored.count
            if hashes[table.rawValue] != stored.hash {
                differ(.rows, run: event.run, at: event.position, table.rawValue)
                if table == .entry { isCounted = false }
            }
        }
        var added = try isCounted ? countedEntries(of: event.source) : storedNumbers(of: event.source)
        if added.count != numbers.count { added = numbers.map { _ in 0 } }
        // Numbers of a damaged row can be any.
        let count = added.reduce(0, &+)
        let isRight = try session.one(
            """
            SELECT count(*) FROM billing.batch
            WHERE source = \(event.source) AND scheme = \(event.scheme) AND position = \(event.position)
                AND recorded_at = \(PostgresTimestamp(microsecondsSince1970: event.recordedAt)) AND number = \(number)
                AND numbers = \(numbers) AND count = \(count) AND counts = \(added)
            """, as: Int.self)
        if isRight == 1 {
            counts["batch", default: 0] += 1
        } else {
            differ(.rows, run: event.run, at: event.position, "batch")
        }
        number &+= count
        for journal in numbers.indices { numbers[journal] &+= added[journal] }
    }

    /// How many entries an event makes in each journal.
    private func countedEntries(of source: Int64) throws -> [Int64] {
        let found = Dictionary(
            try session.query(
                "SELECT journal, count(*) FROM billing.entry WHERE source = \(source) GROUP BY journal", as: (Int16, Int64).self)
        ) { first, _ in first }
        return Journal.allCases.indices.map { found[Int16($0), default: 0] }
    }

    /// The same, as the numbers of entries say: where entries were changed, so that one change is not told of every later event.
    private func storedNumbers(of source: Int64) throws -> [Int64] {
        try session.first(
            """
            SELECT counts FROM billing.batch
            WHERE source = \(source) AND CASE WHEN array_ndims(counts) = 1 THEN array_position(counts, NULL) IS NULL ELSE false END
            """, as: [Int64].self) ?? []
    }

    // MARK: The bank

    private mutating func prove(_ event: RecordedEvent) throws {
        finding.bankEvents += 1
        let (position, read) = (event.position, try? BankEvent.reading(event))
        if case .unmatched(let message, let lines) = read?.event {
            return try prove(lines, of: message, at: position, on: Instant(microseconds: event.recordedAt).parisDay)
        }
        guard let (told, hashes) = read, let row = row(of: told, at: position) else {
            return differ(.event, run: nil, at: position, nil)
        }
        if try session.one(row.count, as: Int.self) == 1 {
            counts[row.table, default: 0] += 1
        } else {
            differ(.rows, run: nil, at: position, row.table)
        }
        guard !hashes.isEmpty else { return }
        guard let scheme = scheme(of: told) else { return differ(.event, run: nil, at: position, nil) }
        try proveEntries(Entering(source: position, scheme: scheme, position: position, recordedAt: event.recordedAt), hashes)
    }

    /// Proves the lines of a bank's file that an event keeps.
    private mutating func prove(_ lines: [KeptBankLine], of message: String, at position: Int64, on day: Day) throws {
        var isRight = true
        for (place, line) in lines.enumerated() {
            let count = try session.one(
                """
                SELECT count(*) FROM billing.bank_line
                WHERE position = \(position) AND place = \(Int32(place + 1)) AND message = \(message) AND found_on = \(PostgresDate(day))
                    AND end_to_end_id IS NOT DISTINCT FROM \(line.endToEndId) AND file IS NOT DISTINCT FROM \(line.file)
                    AND reference IS NOT DISTINCT FROM \(line.reference) AND amount IS NOT DISTINCT FROM \(line.amount.map { Int64($0.cents) })
                    AND happened_on IS NOT DISTINCT FROM \(line.on.map { PostgresDate($0) }) AND rule IS NOT DISTINCT FROM \(line.rule)
                """, as: Int.self)
            if count == 1 { counts["bank_line", default: 0] += 1 } else { isRight = false }
        }
        if !isRight { differ(.rows, run: nil, at: position, "bank_line") }
        let waits = try StoredRows.rightWaits(ofLinesAt: position, foundOn: day, in: session)
        counts["bank_line_wait", default: 0] += waits
        if waits != lines.count { differ(.rows, run: nil, at: position, "bank_line_wait") }
    }

    /// The statement that counts the rows of an event; `nil` when the event names no run.
    private func row(of event: BankEvent, at position: Int64) -> (table: String, count: SQL)? {
        switch event {
        case .fact(let fact):
            return (
                "bank_fact",
                """
                SELECT count(*) FROM billing.bank_fact
                WHERE position = \(position) AND scheme = \(fact.scheme) AND kind = \(fact.kind.rawValue) AND payer = \(fact.payer.name)
                    AND amount = \(Int64(fact.amount.cents)) AND happened_on = \(PostgresDate(fact.on)) AND reference = \(fact.reference)
                """
            )
        case .returned(let id, let fact):
            return (
                "debit_return",
                """
                SELECT count(*) FROM billing.debit_return
                WHERE position = \(position) AND end_to_end_id = \(id) AND kind = \(fact.kind.rawValue) AND reason = \(fact.reason)
                    AND happened_on = \(PostgresDate(fact.on))
                """
            )
        case .handedOver(let file, let day, _): return change(of: file, to: .handedOver, on: day, at: position)
        case .withdrawn(let file, let day): return change(of: file, to: .withdrawn, on: day, at: position)
        case .unmatched: return nil
        case .settled(let line, _):
            return (
                "bank_line_settlement",
                """
                SELECT count(*) FROM billing.bank_line_settlement
                WHERE position = \(position) AND line_position = \(line.position) AND line_place = \(line.place)
                """
            )
        case .resumed(let contract):
            return (
                "resumption",
                "SELECT count(*) FROM billing.resumption WHERE position = \(position) AND contract_id = \(contract.uuid)"
            )
        }
    }

    private func change(
        of file: String, to state: DirectDebitFile.State, on day: Day, at position: Int64
    ) -> (table: String, count: SQL)? {
        guard let run = BillingRun.number(in: file) else { return nil }
        return (
            "file_change",
            """
            SELECT count(*) FROM billing.file_change
            WHERE position = \(position) AND file = \(file) AND run = \(Int32(clamping: run)) AND state = \(state.name)
                AND happened_on = \(PostgresDate(day))
            """
        )
    }

    /// On whose accounts the entries of an event stand.
    private func scheme(of event: BankEvent) -> String? {
        if case .fact(let fact) = event { return fact.scheme }
        return event.debitsName.flatMap { BillingRun.number(in: $0) }.flatMap { history[$0]?.run.scheme }
    }
}
