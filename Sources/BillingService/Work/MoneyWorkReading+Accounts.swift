import Billing
import CivilTime
import ContractService
import FoundationEssentials
import Postgres

/// What accounts tell: employers who have not paid, and credits to refund.
extension MoneyWorkReading {
    // MARK: Employers who have not paid

    /// Employers who owe more than the statements ask that need not be paid yet. So payments count for the oldest statements first.
    ///
    /// A line names the oldest statement of the employer that is still open.
    func unpaid(of scheme: String, after key: String, atMost limit: Int, in session: Session) throws -> Chunk {
        let due = statements(of: scheme).filter { $0.payableOn < asOf }
        if !due.contains(where: { asksFor($0.payableOn) }) { return Chunk() }
        let owing = try session.query(
            """
            SELECT employer, overdue::bigint FROM (\(sql: try overdue(of: scheme, after: key, in: session))) account
            ORDER BY employer LIMIT \(limit)
            """, as: (String, Int).self)
        let runs = try oldestOpen(of: due.map(\.run), for: owing, in: session)
        return Chunk(
            lines: owing.compactMap { employer, cents in
                // Who owes without a statement has a line too: a refund can precede the cancellation of what was refunded.
                guard let statement = due.first(where: { $0.run.number == runs[employer] }) ?? due.last else { return nil }
                var line = MoneyWorkLine(.statementUnpaid, dueOn: statement.payableOn)
                (line.employer, line.run, line.amount) = (employer, runs[employer], Money(cents: cents))
                return (employer, line)
            }, end: owing.count < limit ? nil : owing.last?.0)
    }

    /// How many of them there are; `nil` where only the lines tell which of them are due on the days asked for. All of them are overdue.
    func unpaidCount(of scheme: String, in session: Session) throws -> MoneyWorkCount? {
        let due = statements(of: scheme).filter { $0.payableOn < asOf }
        guard let last = due.map(\.payableOn).max() else { return MoneyWorkCount(.statementUnpaid) }
        guard asksFor(last) else { return nil }
        let overdue = try overdue(of: scheme, in: session)
        let lines = try session.one("SELECT count(*) FROM (\(sql: overdue)) account", as: Int.self)
        return MoneyWorkCount(.statementUnpaid, lines: lines, overdue: lines)
    }

    /// The statements of runs in force, in order, each with the day by which it is to be paid.
    private func statements(of scheme: String) -> [(run: BillingRun, payableOn: Day)] {
        guard let money = money[scheme] else { return [] }
        return entered(of: scheme).map { run in
            (run: run, payableOn: run.asOf.adding(days: money.terms(on: run.asOf, knownAt: run.knownAt).statementDueDays))
        }
    }

    /// A query: employers that owe more than the statements ask that need not be paid yet, and how much more.
    private func overdue(of scheme: String, after key: String = "", in session: Session) throws -> SQL {
        let later = statements(of: scheme).filter { $0.payableOn >= asOf }.compactMap { history[$0.run.number]?.source }
        return """
            SELECT employer, sum(amount) - greatest(sum(called), 0) AS overdue FROM (
                SELECT employer, amount, 0 AS called FROM (\(sql: try amounts(of: scheme, after: key, in: session))) entered
                UNION ALL
                SELECT p.employer, 0, p.amount FROM billing.posting p
                WHERE p.account = 'receivable:employer' AND p.source = ANY (\(later)) AND \(sql: isAsked("p.employer", after: key))
            ) part GROUP BY employer HAVING sum(amount) > greatest(sum(called), 0)
            """
    }

    /// A query: amounts by employer whose sums are the balances.
    private func amounts(of scheme: String, after key: String, in session: Session) throws -> SQL {
        let runs = history.runs.filter { $0.run.scheme == scheme && $0.outcome != nil }
        let kept = try StoredRows.keptBalances(of: runs, in: session)
        return StoredRows.employerAmounts(behind: kept, of: scheme, through: position) { isAsked($0, after: key) }
    }

    /// The condition on employers behind a key: the one that is asked for, or all.
    private func isAsked(_ employer: SQL, after key: String) -> SQL {
        let isTheOne: SQL = filter.employer.map { "\(sql: employer) = \($0)" } ?? "true"
        return "\(sql: employer) > \(key) AND \(sql: isTheOne)"
    }

    /// The run of the oldest statement of each employer that is open: what it and the later ones call reaches the amount that is overdue.
    ///
    /// - Parameters:
    ///   - runs: those whose statements are due, in order.
    ///   - owing: employers, with what is overdue in cents.
    private func oldestOpen(of runs: [BillingRun], for owing: [(String, Int)], in session: Session) throws -> [String: Int] {
        let latestFirst = runs.reversed().compactMap { run in history[run.number].map { (number: Int32(run.number), source: $0.source) } }
        let found = try session.query(
            """
            SELECT DISTINCT ON (employer) employer, run FROM (
                SELECT c.employer, c.overdue, n.run, n.place, sum(c.called) OVER (PARTITION BY c.employer ORDER BY n.place) AS reached
                FROM (
                    SELECT o.employer, o.overdue, p.source, p.called
                    FROM unnest(\(owing.map(\.0)), \(owing.map(\.1))) o (employer, overdue) CROSS JOIN LATERAL (
                        SELECT source, sum(amount) AS called FROM billing.posting
                        WHERE account = 'receivable:employer' AND employer = o.employer AND source = ANY (\(latestFirst.map(\.source)))
                        GROUP BY source
                    ) p
                ) c JOIN unnest(\(latestFirst.map(\.number)), \(latestFirst.map(\.source))) WITH ORDINALITY n (run, source, place) USING (source)
            ) statement
            ORDER BY employer, reached >= overdue DESC, CASE WHEN reached >= overdue THEN place ELSE -place END
            """, as: (String, Int32).self)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.0, Int($0.1)) })
    }

    // MARK: Credits

    /// Accounts in credit that a clerk refunds: employers' first, then those of agents, from the day on that `AccountCredit` tells.
    func credits(of scheme: String, after key: String, atMost limit: Int, in session: Session) throws -> Chunk {
        guard let terms = money[scheme]?.terms(on: asOf, knownAt: knownAt) else { return Chunk() }
        if !key.hasPrefix(Self.agents), terms.employerCredit == .refund {
            return try employersCredits(of: scheme, after: String(key.dropFirst()), atMost: limit, terms, in: session)
        }
        guard terms.agentCredit == .refund else { return Chunk() }
        return try agentsCredits(of: scheme, after: String(key.dropFirst()), atMost: max(limit, Self.candidates), terms, in: session)
    }

    /// With what keys begin.
    private static let (employers, agents) = ("E", "A")
    /// How many accounts are looked at together.
    private static let candidates = 500

    private func employersCredits(
        of scheme: String, after code: String, atMost limit: Int, _ terms: MoneyTerms, in session: Session
    ) throws -> Chunk {
        let codes = try session.query(
            """
            SELECT employer FROM (\(sql: try amounts(of: scheme, after: code, in: session))) entered
            GROUP BY employer HAVING sum(amount) < 0 ORDER BY employer LIMIT \(limit)
            """, as: String.self)
        let credits = try StoredRows.credits(ofEmployers: codes, scheme: scheme, through: position, in: session)
        return Chunk(
            lines: codes.compactMap { code in
                guard let credit = credits[code],
                    let line = line(AccountCredit(holder: .employer(code), balance: credit.balance, since: credit.since), terms)
                else { return nil }
                return (Self.employers + code, line)
            }, end: codes.count < limit ? Self.agents : codes.last.map { Self.employers + $0 })
    }

    /// The agents whom the latest run left in credit, and those who came into credit since: by payments, write-offs and files that the bank collected
    /// though they had been withdrawn.
    private func agentsCredits(
        of scheme: String, after key: String, atMost limit: Int, _ terms: MoneyTerms, in session: Session
    ) throws -> Chunk {
        let run = entered(of: scheme).last
        // A run of an earlier release does not tell whom it left in credit: the next one does.
        if let run, history[run.number]?.outcome?.hashes?[HashedRows.credit.rawValue] == nil { return Chunk() }
        let (last, number, before) = (UUID(text: key), Int32(run?.number ?? 0), run?.position ?? 0)
        // Who came into credit later is not due yet.
        let since = PostgresDate(asOf.adding(days: -terms.refundDays))
        let agent: SQL = "CASE WHEN payer LIKE 'contract:%' THEN substr(payer, 10)::uuid END"
        let contracts = try session.query(
            """
            SELECT contract_id FROM (
                (SELECT contract_id FROM billing.credit
                WHERE run = \(number) AND since <= \(since) AND \(sql: StoredRows.after(last)) AND \(sql: isTheirs("contract_id"))
                ORDER BY contract_id LIMIT \(limit))
                UNION
                SELECT \(sql: agent) FROM billing.bank_fact
                WHERE position > \(before) AND position <= \(position) AND scheme = \(scheme) AND kind IN ('payment', 'writeOff')
                    AND happened_on <= \(since) AND payer LIKE 'contract:%' AND \(sql: StoredRows.after(last, agent))
                    AND \(sql: isTheirs(agent))
                UNION
                SELECT d.contract_id FROM billing.file_change c JOIN billing.batch b ON b.source = c.position
                    JOIN billing.debit d USING (file)
                WHERE c.state = 'handedOver' AND c.position > \(before) AND c.position <= \(position) AND b.scheme = \(scheme)
                    AND \(sql: StoredRows.after(last, "d.contract_id")) AND \(sql: isTheirs("d.contract_id"))
            ) candidate ORDER BY contract_id LIMIT \(limit)
            """, as: UUID.self)
        let credits = try StoredRows.credits(of: contracts, scheme: scheme, through: position, in: session)
        // A collection before an account came into credit does not move its day.
        let first = credits.values.map(\.since).min() ?? asOf
        let collections = try lastCollections(of: Array(credits.keys), after: first, scheme: scheme, in: session)
        return Chunk(
            lines: contracts.compactMap { contract in
                guard let credit = credits[contract],
                    let line = line(
                        AccountCredit(
                            holder: .agent(BilledContract(bits: contract.bits)), balance: credit.balance, since: credit.since,
                            lastCollectionOn: collections[contract]), terms)
                else { return nil }
                return (Self.agents + contract.text, line)
            }, end: contracts.count < limit ? nil : contracts.last.map { Self.agents + $0.text })
    }

    /// The last collection days, after a day, of agents' debits that were not withdrawn.
    private func lastCollections(of contracts: [UUID], after day: Day, scheme: String, in session: Session) throws -> [UUID: Day] {
        if contracts.isEmpty { return [:] }
        let runs = history.runs.filter { $0.run.scheme == scheme && $0.outcome != nil }
        let cancelled = Set(runs.filter { $0.cancelledBy != nil }.map(\.run.number))
        let debits = try StoredRows.debits(
            of: contracts, runs: runs.map { Int32($0.run.number) }, collectedAfter: day, through: position, in: session)
        return debits.compactMapValues { debits in
            debits.filter { $0.outcome(isCancelled: cancelled.contains($0.run)) != .withdrawn }.map(\.debit.days.collectionOn).max()
        }
    }

    /// The line of a credit; `nil` before the day from which on it is refunded.
    private func line(_ credit: AccountCredit, _ terms: MoneyTerms) -> MoneyWorkLine? {
        guard let day = credit.refundableFrom(terms), day <= asOf else { return nil }
        var line = MoneyWorkLine(.creditToRefund, dueOn: day)
        line.amount = .zero - credit.balance
        switch credit.holder {
        case .employer(let code): line.employer = code
        case .agent(let contract): line.contract = ContractID(contract)
        }
        return line
    }
}
