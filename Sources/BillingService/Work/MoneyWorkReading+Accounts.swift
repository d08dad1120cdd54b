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
        guard let money = money[scheme] else { return Chunk() }
        let statements = entered(of: scheme).map { run in
            (run: run, payableOn: run.asOf.adding(days: money.terms(on: run.asOf, knownAt: run.knownAt).statementDueDays))
        }
        let due = statements.filter { $0.payableOn < asOf }
        if !due.contains(where: { asksFor($0.payableOn) }) { return Chunk() }
        let later = statements.filter { $0.payableOn >= asOf }.compactMap { history[$0.run.number]?.source }
        let owing = try session.query(
            """
            SELECT employer, overdue::bigint FROM (
                SELECT p.employer, sum(p.amount) - greatest(coalesce(sum(p.amount) FILTER (WHERE p.source = ANY (\(later))), 0), 0) AS overdue
                FROM billing.posting p JOIN billing.batch b USING (source)
                WHERE p.account = 'receivable:employer' AND p.employer > \(key) AND b.scheme = \(scheme) AND b.position <= \(position)
                GROUP BY p.employer
            ) account WHERE overdue > 0 ORDER BY employer LIMIT \(limit)
            """, as: (String, Int).self)
        let runs = try oldestOpen(of: due.map(\.run), for: owing, in: session)
        return Chunk(
            lines: owing.compactMap { employer, cents in
                guard let number = runs[employer], let statement = due.first(where: { $0.run.number == number }) else { return nil }
                var line = MoneyWorkLine(.statementUnpaid, dueOn: statement.payableOn)
                (line.employer, line.run, line.amount) = (employer, number, Money(cents: cents))
                return (employer, line)
            }, end: owing.count < limit ? nil : owing.last?.0)
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
                    SELECT o.employer, o.overdue, p.source, sum(p.amount) AS called
                    FROM unnest(\(owing.map(\.0)), \(owing.map(\.1))) o (employer, overdue)
                        JOIN billing.posting p ON p.account = 'receivable:employer' AND p.employer = o.employer
                    WHERE p.source = ANY (\(latestFirst.map(\.source))) GROUP BY 1, 2, 3
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
            SELECT p.employer FROM billing.posting p JOIN billing.batch b USING (source)
            WHERE p.account = 'receivable:employer' AND p.employer > \(code) AND b.scheme = \(scheme) AND b.position <= \(position)
            GROUP BY p.employer HAVING sum(p.amount) < 0 ORDER BY p.employer LIMIT \(limit)
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
                WHERE run = \(number) AND since <= \(since) AND \(sql: StoredRows.after(last)) ORDER BY contract_id LIMIT \(limit))
                UNION
                SELECT \(sql: agent) FROM billing.bank_fact
                WHERE position > \(before) AND position <= \(position) AND scheme = \(scheme) AND kind IN ('payment', 'writeOff')
                    AND happened_on <= \(since) AND payer LIKE 'contract:%' AND \(sql: StoredRows.after(last, agent))
                UNION
                SELECT d.contract_id FROM billing.file_change c JOIN billing.batch b ON b.source = c.position
                    JOIN billing.debit d USING (file)
                WHERE c.state = 'handedOver' AND c.position > \(before) AND c.position <= \(position) AND b.scheme = \(scheme)
                    AND \(sql: StoredRows.after(last, "d.contract_id"))
            ) candidate ORDER BY contract_id LIMIT \(limit)
            """, as: UUID.self)
        let credits = try StoredRows.credits(of: contracts, scheme: scheme, through: position, in: session)
        let collections = try lastCollections(of: Array(credits.keys), scheme: scheme, in: session)
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

    /// The last collection days of agents' debits that were not withdrawn.
    private func lastCollections(of contracts: [UUID], scheme: String, in session: Session) throws -> [UUID: Day] {
        if contracts.isEmpty { return [:] }
        let runs = history.runs.filter { $0.run.scheme == scheme && $0.outcome != nil }
        let cancelled = Set(runs.filter { $0.cancelledBy != nil }.map(\.run.number))
        let debits = try StoredRows.debits(of: contracts, runs: runs.map { Int32($0.run.number) }, through: position, in: session)
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
