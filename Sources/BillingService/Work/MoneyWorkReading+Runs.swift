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
        guard let run = entered(of: scheme).last, let recorded = history[run.number] else { return Chunk() }
        let dueOn = recorded.outcome?.days?.collectionOn ?? run.asOf
        guard asksFor(dueOn) else { return Chunk() }
        // Some of them are left out below.
        let limit = max(limit, Self.heldAtOnce)
        let decided = [HoldReason.onHold.rawValue, HoldReason.inArrears.rawValue]
        let rows = try session.query(
            """
            SELECT h.contract_id, h.reason, h.amount + coalesce(since.amount, 0) FROM billing.held h
                LEFT JOIN LATERAL (
                    SELECT sum(p.amount)::bigint AS amount FROM billing.posting p JOIN billing.batch b USING (source)
                    WHERE p.account = 'receivable:agent' AND p.contract_id = h.contract_id AND p.source > \(recorded.source)
                        AND b.scheme = \(scheme) AND b.position <= \(position)
                ) since ON true
            WHERE h.run = \(Int32(run.number)) AND \(sql: StoredRows.after(UUID(text: key), "h.contract_id"))
                AND h.amount + coalesce(since.amount, 0) > 0
                AND NOT (h.reason = ANY (\(decided)) AND EXISTS (
                    SELECT FROM billing.resumption r
                    WHERE r.contract_id = h.contract_id AND r.position > \(run.position) AND r.position <= \(position)))
            ORDER BY h.contract_id LIMIT \(limit)
            """, as: (UUID, String, Int).self)
        let found = try rows.map { contract, text, cents in
            guard let reason = HoldReason(rawValue: text) else { throw DamagedRow("\(text) holds no debit") }
            return (contract: contract, reason: reason, amount: Money(cents: cents))
        }
        let registered = try registeredMandates(of: found.filter { $0.reason.endsWithMandate }.map(\.contract), since: run, in: session)
        return Chunk(
            lines: found.filter { !($0.reason.endsWithMandate && registered.contains($0.contract)) }.map { contract, reason, amount in
                var line = MoneyWorkLine(.directDebitHeld, dueOn: dueOn)
                (line.contract, line.run, line.amount, line.reason) = (ContractID(contract), run.number, amount, reason)
                return (contract.text, line)
            }, end: rows.count < limit ? nil : rows.last?.0.text)
    }

    /// How many held debits are looked at together.
    private static let heldAtOnce = 100

    /// Those of some contracts of which a mandate was registered since a run, and neither revoked nor rescinded afterwards.
    private func registeredMandates(of contracts: [UUID], since run: BillingRun, in session: Session) throws -> Set<UUID> {
        if contracts.isEmpty { return [] }
        let types = [CommandName.registerMandate, .revokeMandate, .rescind].compactMap(\.eventType)
        let events = try EventLog.events(of: contracts, ofTypes: types, in: session)
        let last = Dictionary(
            events.filter { $0.position > run.position && $0.position <= position }.map { ($0.contract, $0.type) }
        ) { _, later in later }
        return Set(last.filter { $0.value == CommandName.registerMandate.eventType }.keys)
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
            FROM billing.prescribed WHERE run = \(Int32(run.number)) AND \(sql: isBehind)
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
