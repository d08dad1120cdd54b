import Billing
import CivilTime
import ContractService
import EventLog
import FoundationEssentials
import Postgres

/// What the latest run of a scheme leaves: what it holds, and what it states as prescribed.
extension MoneyWorkReading {
    /// What the latest run that debits holds, as far as it still stands on the agent's account, no clerk has resumed the debits and no mandate was registered
    /// since: then the next run debits it.
    ///
    /// What is held is the balance after the run: what was entered since, by the bank's facts, tells the balance now.
    func held(of scheme: String, after key: String, atMost limit: Int, in session: Session) throws -> Chunk {
        guard let (recorded, dueOn) = holding(of: scheme) else { return Chunk() }
        let rows = try session.query(
            """
            SELECT h.contract_id, h.reason, h.amount + since.amount \(sql: standing(after: recorded))
                AND \(sql: StoredRows.after(UUID(text: key), "h.contract_id"))
            ORDER BY h.contract_id LIMIT \(limit)
            """, as: (UUID, String, Int).self)
        return Chunk(
            lines: try rows.map { contract, text, cents in
                guard let reason = HoldReason(rawValue: text) else { throw DamagedRow("\(text) holds no debit") }
                var line = MoneyWorkLine(.directDebitHeld, dueOn: dueOn)
                (line.contract, line.run, line.reason) = (ContractID(contract), recorded.run.number, reason)
                line.amount = Money(cents: cents)
                return (contract.text, line)
            }, end: rows.count < limit ? nil : rows.last?.0.text)
    }

    /// How many of them there are. Only those are judged of whose contract something was recorded since the run: all others still wait.
    func heldCount(of scheme: String, in session: Session) throws -> MoneyWorkCount {
        guard let (recorded, dueOn) = holding(of: scheme) else { return MoneyWorkCount(.directDebitHeld) }
        let since = recorded.run.position
        let lines =
            if filter.employer != nil {
                try session.one("SELECT count(*) \(sql: standing(after: recorded))", as: Int.self)
            } else {
                try session.one(
                    """
                    WITH touched AS MATERIALIZED (
                        SELECT p.contract_id
                        FROM (SELECT * FROM billing.posting WHERE source > \(recorded.source) OFFSET 0) p \(sql: StoredRows.withBatch)
                        WHERE p.account = 'receivable:agent' AND b.scheme = \(scheme) AND b.position <= \(position)
                        UNION
                        SELECT contract_id FROM billing.resumption WHERE position > \(since) AND position <= \(position)
                        UNION
                        \(sql: EventLog.mandatesRegistered(after: since, by: position))
                    ), judged AS MATERIALIZED (
                        SELECT h.* FROM billing.held h
                        WHERE h.run = \(Int32(recorded.run.number)) AND h.contract_id IN (SELECT contract_id FROM touched)
                    )
                    SELECT \(recorded.outcome?.held.count ?? 0) - (SELECT count(*) FROM judged)
                        + (SELECT count(*) \(sql: standing(after: recorded, among: "judged")))
                    """, as: Int.self)
            }
        return MoneyWorkCount(.directDebitHeld, lines: lines, dueOn: dueOn, on: asOf)
    }

    /// The latest run that debits, and the day on which what it holds is due; `nil` when that is not asked for.
    private func holding(of scheme: String) -> (RecordedRun, dueOn: Day)? {
        guard let run = entered(of: scheme).last, let recorded = history[run.number] else { return nil }
        let dueOn = recorded.outcome?.days?.collectionOn ?? run.asOf
        return asksFor(dueOn) ? (recorded, dueOn) : nil
    }

    /// What a run holds and what still waits, as `h`, with what was entered on the agent's account since the run, as `since`.
    ///
    /// - Parameter rows: rows of `billing.held`.
    private func standing(after recorded: RecordedRun, among rows: SQL = "billing.held") -> SQL {
        let run = recorded.run
        let decided = [HoldReason.onHold.rawValue, HoldReason.inArrears.rawValue]
        let lifted = HoldReason.allCases.filter(\.endsWithMandate).map(\.rawValue)
        let types = [CommandName.registerMandate, .revokeMandate, .rescind].compactMap(\.eventType)
        let registered = EventLog.mandatesRegistered(after: run.position, by: position)
        let isRegistered = EventLog.isLast(types[0], of: types, about: "h.contract_id", after: run.position, by: position)
        return """
            FROM \(sql: rows) h CROSS JOIN LATERAL (
                SELECT coalesce(sum(p.amount), 0)::bigint AS amount FROM billing.posting p \(sql: StoredRows.withBatch)
                WHERE p.account = 'receivable:agent' AND p.contract_id = h.contract_id AND p.source > \(recorded.source)
                    AND b.scheme = \(run.scheme) AND b.position <= \(position)
            ) since
            WHERE h.run = \(Int32(run.number)) AND \(sql: isTheirs("h.contract_id")) AND h.amount + since.amount > 0
                AND NOT (h.reason = ANY (\(decided)) AND EXISTS (
                    SELECT FROM billing.resumption r
                    WHERE r.contract_id = h.contract_id AND r.position > \(run.position) AND r.position <= \(position)))
                AND NOT (h.reason = ANY (\(lifted)) AND h.contract_id IN (\(sql: registered)) AND \(sql: isRegistered))
            """
    }

    /// What the latest run in force states as prescribed, a line for each contract and payer.
    func prescribed(of scheme: String, after key: String, atMost limit: Int, in session: Session) throws -> Chunk {
        guard let run = history.book(of: scheme).latest, asksFor(run.asOf) else { return Chunk() }
        let parts = key.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let last = parts.first.flatMap { UUID(text: $0) }
        let isBehind: SQL =
            if let last, parts.count == 2 {
                "contract_id >= \(last) AND (contract_id > \(last) OR coalesce(employer, '') > \(parts[1]))"
            } else {
                "true"
            }
        let rows = try session.query(
            """
            SELECT contract_id, employer, sum(employer_to_insurer)::bigint, sum(agent_to_insurer)::bigint, sum(employer_to_agent)::bigint
            \(sql: stated(by: run)) AND \(sql: isBehind)
            GROUP BY contract_id, employer ORDER BY contract_id, coalesce(employer, '') LIMIT \(limit)
            """, as: (UUID, String?, Int, Int, Int).self)
        return Chunk(
            lines: rows.map { contract, employer, employerPart, agentPart, refund in
                var line = MoneyWorkLine(.amountPrescribed, dueOn: run.asOf)
                (line.contract, line.employer, line.run) = (ContractID(contract), employer, run.number)
                // An employer that has nothing to pay may have had to refund the agent.
                line.amount = Money(cents: employerPart + agentPart == 0 ? refund : employerPart + agentPart)
                return ("\(contract.text)|\(employer ?? "")", line)
            }, end: rows.count < limit ? nil : rows.last.map { "\($0.0.text)|\($0.1 ?? "")" })
    }

    /// How many of them there are.
    func prescribedCount(of scheme: String, in session: Session) throws -> MoneyWorkCount {
        guard let run = history.book(of: scheme).latest, asksFor(run.asOf) else { return MoneyWorkCount(.amountPrescribed) }
        let lines = try session.one(
            "SELECT count(*) FROM (SELECT DISTINCT contract_id, employer \(sql: stated(by: run))) stated", as: Int.self)
        return MoneyWorkCount(.amountPrescribed, lines: lines, dueOn: run.asOf, on: asOf)
    }

    /// What a run states as prescribed, of the employer that is asked for.
    private func stated(by run: BillingRun) -> SQL {
        let isAsked: SQL =
            filter.employer.map { "(employer = \($0) OR employer IS NULL AND \(sql: isTheirs("contract_id")))" } ?? "true"
        return "FROM billing.prescribed WHERE run = \(Int32(run.number)) AND \(sql: isAsked)"
    }
}

extension HoldReason {
    /// Whether the registration of a mandate lifts it (`money.md`, § 4).
    fileprivate var endsWithMandate: Bool {
        switch self {
        case .mandateMissing, .mandateEnded, .mandateLapsed, .onHold, .inArrears: true
        case .deceased, .nameMissing, .overLimit: false
        }
    }
}
