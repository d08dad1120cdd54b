public import Billing
public import CivilTime
public import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Accounts and statements page by page: none reads more rows than it answers, but for the sums of a statement.
extension RunDesk {
    /// The movements of an account, the latest first.
    ///
    /// - Parameters:
    ///   - holder: whose account it is.
    ///   - instant: as known at an instant; `nil` for now.
    ///   - cursor: the `next` of the page before; `nil` for the first page.
    ///   - limit: how many movements there may be.
    /// - Returns: `nil` when the cursor is none.
    public func movements(
        of holder: AccountHolder, knownAt instant: Instant?, after cursor: String?, atMost limit: Int
    ) async throws -> AccountPage? {
        let last = cursor.flatMap { AccountCursor($0) }
        if cursor != nil, last == nil { return nil }
        let instant = instant ?? Instant(microseconds: .max / 2)
        return try await reading { session in
            let balance = try StoredRows.balance(of: holder, knownAt: instant, in: session)
            let rows = try StoredRows.movements(of: holder, knownAt: instant, before: last, atMost: limit + 1, in: session)
            var items: [AccountPage.Item] = []
            var (running, next) = (last?.balance ?? balance, AccountCursor?.none)
            for row in rows.prefix(limit) {
                items.append(AccountPage.Item(movement: row.movement, source: row.source, month: row.month, balance: running))
                running -= row.movement.amount
                next = AccountCursor(position: row.position, place: row.place, balance: running)
            }
            return AccountPage(balance: balance, items: items, next: rows.count > limit ? next?.description : nil)
        }
    }

    /// What was called for a contract's months, the latest month first; of a month, the first run first.
    ///
    /// - Parameters:
    ///   - instant: as known at an instant; `nil` for now.
    ///   - months: the months that are read.
    public func lines(of contract: ContractID, in months: ClosedRange<Month>, knownAt instant: Instant?) async throws -> [CalledLine] {
        let history = try await known(at: instant)
        let numbers = history.runs.filter { $0.outcome != nil }.map { Int32($0.run.number) }
        let lines = try await reading { try StoredRows.lines(of: contract.uuid, runs: numbers, in: months, in: $0) }
        return lines.compactMap { number, line in
            history[number].map { recorded in
                CalledLine(
                    run: recorded.run, before: history.book(of: recorded.run.scheme, before: number).latest, line: line)
            }
        }
    }

    /// The first and the last month that complete runs called for a contract; `nil` when none did.
    public func monthsCalled(of contract: ContractID, knownAt instant: Instant?) async throws -> ClosedRange<Month>? {
        let numbers = try await known(at: instant).runs.filter { $0.outcome != nil }.map { Int32($0.run.number) }
        return try await reading { session -> ClosedRange<Month>? in
            let (first, last) = try session.one(
                "SELECT min(month), max(month) FROM billing.line WHERE run = ANY (\(numbers)) AND contract_id = \(contract.uuid)",
                as: (PostgresDate?, PostgresDate?).self)
            guard let first, let last else { return nil }
            return Month(of: Day(first))...Month(of: Day(last))
        }
    }

    /// What is held of a contract by the latest run that debits, of any scheme, the latest run first; `nil` when nothing is.
    public func hold(of contract: ContractID) async throws -> HeldDebit? {
        let debiting = try await known(at: nil).runs.filter { $0.state == .completed && $0.run.kind.presentsDebits }
        var schemes: Set<String> = []
        var latest: [BillingRun] = []
        for recorded in debiting.reversed() where schemes.insert(recorded.run.scheme).inserted { latest.append(recorded.run) }
        return try await reading { [latest] session -> HeldDebit? in
            for run in latest {
                if let held = try StoredRows.held(of: run, contract: contract.uuid, in: session) { return held }
            }
            return nil
        }
    }

    /// The runs with a statement for an employer, the latest first.
    ///
    /// - Parameter limit: among how many runs they are looked for.
    public func statements(for employer: String, knownAt instant: Instant?, amongLatest limit: Int) async throws -> [RecordedRun] {
        let history = try await known(at: instant)
        let schemes = Set(history.runs.map(\.run.scheme))
        let books = Dictionary(uniqueKeysWithValues: schemes.map { ($0, history.book(of: $0)) })
        let entered = history.runs.reversed().lazy.filter { $0.outcome != nil && books[$0.run.scheme]?.isEntered($0.run) == true }
        let runs = Array(entered.prefix(limit))
        let numbers = runs.map { Int32($0.run.number) }
        let found = try await reading { session in
            try session.query(
                """
                SELECT r.run FROM unnest(\(numbers)) r (run)
                WHERE EXISTS (SELECT FROM billing.line WHERE run = r.run AND employer = \(employer))
                """, as: Int32.self)
        }
        let withLines = Set(found.map { Int($0) })
        return runs.filter { withLines.contains($0.run.number) }
    }

    /// The employers with a statement of a run, in order of their codes.
    ///
    /// - Parameters:
    ///   - employer: the last employer before these; `nil` for the first ones.
    ///   - limit: how many there may be.
    public func statementEmployers(of recorded: RecordedRun, after employer: String?, atMost limit: Int) async throws -> [String] {
        guard recorded.outcome != nil, try await known(at: nil).book(of: recorded.run.scheme).isEntered(recorded.run) else { return [] }
        let run = Int32(recorded.run.number)
        return try await reading { session in
            // From one employer to the next by the index: an employer can have very many lines.
            try session.query(
                """
                WITH RECURSIVE next (employer) AS (
                    (SELECT employer FROM billing.line WHERE run = \(run) AND employer > \(employer ?? "") ORDER BY employer LIMIT 1)
                    UNION ALL
                    SELECT (SELECT l.employer FROM billing.line l WHERE l.run = \(run) AND l.employer > next.employer ORDER BY l.employer LIMIT 1)
                    FROM next WHERE next.employer IS NOT NULL
                ) SELECT employer FROM next WHERE employer IS NOT NULL LIMIT \(limit)
                """, as: String.self)
        }
    }

    /// A run's statement for an employer; `nil` when the run is not complete or has none.
    ///
    /// - Parameters:
    ///   - contract: the last contract of the page before; `nil` for the first page.
    ///   - limit: how many contracts there may be on a page.
    ///   - lineLimit: how many lines there may be on a page of several contracts.
    public func statementPage(
        of number: Int, for employer: String, after contract: ContractID?, atMost limit: Int, lines lineLimit: Int = .max
    ) async throws -> StatementPage? {
        let history = try await known(at: nil)
        guard let recorded = history[number], recorded.outcome != nil, history.book(of: recorded.run.scheme).isEntered(recorded.run) else {
            return nil
        }
        let run = recorded.run
        let dueDays = office.money[run.scheme]?.terms(on: run.asOf, knownAt: run.knownAt).statementDueDays ?? 0
        return try await reading { session -> StatementPage? in
            let (months, count) = try StoredRows.months(of: number, employer: employer, in: session)
            if months.isEmpty { return nil }
            let lines = try StoredRows.lines(of: number, employer: employer, after: contract?.uuid, atMost: limit + 1, in: session)
            // A page ends with a whole contract.
            let contracts = lines.map(\.contract).reduce(into: [BilledContract]()) { if $0.last != $1 { $0.append($1) } }
            let fitting = lines.count > lineLimit ? contracts.prefix { $0 < lines[lineLimit].contract } : contracts[...]
            let shown = contracts.prefix(max(1, min(limit, fitting.count)))
            return StatementPage(
                run: run, cancelledBy: recorded.cancelledBy, months: months,
                balanceBefore: try StoredRows.balance(of: .employer(employer), scheme: run.scheme, through: run.position, in: session),
                payableOn: run.asOf.adding(days: dueDays), lineCount: count,
                lines: lines.filter { line in shown.last.map { line.contract <= $0 } ?? false },
                next: contracts.count > shown.count ? shown.last.map { ContractID($0) } : nil)
        }
    }
}
