import Billing
import CivilTime
import Contracts
import FoundationEssentials
import Postgres

/// Reads pages of accounts, of a contract's lines and of statements.
extension StoredRows {
    /// A movement of an account, and where the ledger has it.
    struct PlacedMovement: Sendable {
        let movement: AccountMovement
        let source: LedgerSource
        let month: Month?
        let position: Int64
        let place: Int32
    }

    /// The balance of an account over all schemes, as known at an instant.
    static func balance(of holder: AccountHolder, knownAt instant: Instant, in session: Session) throws -> Money {
        Money(
            cents: try session.one(
                """
                SELECT coalesce(sum(p.amount), 0)::bigint FROM billing.posting p \(sql: withBatch)
                WHERE \(sql: isOn(holder)) AND b.recorded_at <= \(PostgresTimestamp(instant))
                """, as: Int.self))
    }

    /// Movements of an account as known at an instant, the latest first.
    static func movements(
        of holder: AccountHolder, knownAt instant: Instant, before last: AccountCursor?, atMost limit: Int, in session: Session
    ) throws -> [PlacedMovement] {
        try session.query(
            """
            SELECT p.amount, e.kind, e.reference, e.counts_on, b.position, e.place, e.month
            FROM billing.posting p \(sql: withBatch) JOIN billing.entry e USING (source, place)
            WHERE \(sql: isOn(holder)) AND b.recorded_at <= \(PostgresTimestamp(instant))
                AND (b.position, e.place) < (\(last?.position ?? .max), \(last?.place ?? .max))
            ORDER BY b.position DESC, e.place DESC LIMIT \(limit)
            """
        ) { row in
            let (kind, reference) = (try row.value(at: 1, as: String.self), try row.value(at: 2, as: String.self))
            guard let source = LedgerSource(kind: kind, reference: reference) else {
                throw DamagedRow("no entry records \(kind) \(reference)")
            }
            return PlacedMovement(
                movement: AccountMovement(
                    Money(cents: try row.value(at: 0)), from: source, on: Day(try row.value(at: 3, as: PostgresDate.self))),
                source: source, month: try row.value(at: 6, as: PostgresDate?.self).map { Month(of: Day($0)) },
                position: try row.value(at: 4), place: try row.value(at: 5))
        }
    }

    /// The lines of a contract about some months with their runs, the latest month first, then by run and payer.
    static func lines(
        of contract: UUID, runs: [Int32], in months: ClosedRange<Month>, in session: Session
    ) throws -> [(run: Int, line: CallLine)] {
        try session.query(
            """
            SELECT contract_id, month, employer, origin, employer_to_insurer, agent_to_insurer, employer_to_agent, events, parameters, run
            FROM billing.line WHERE run = ANY (\(runs)) AND contract_id = \(contract)
                AND month BETWEEN \(PostgresDate(months.lowerBound.firstDay)) AND \(PostgresDate(months.upperBound.firstDay))
            ORDER BY month DESC, run, employer COLLATE "C" NULLS LAST
            """
        ) { (Int(try $0.value(at: 9, as: Int32.self)), try line($0)) }
    }

    /// What a run holds of a contract; `nil` when it holds nothing. What waited for a clerk's decision is no longer held once debits are resumed.
    static func held(of run: BillingRun, contract: UUID, in session: Session) throws -> HeldDebit? {
        let decided = [HoldReason.onHold.rawValue, HoldReason.inArrears.rawValue]
        let found = try session.first(
            """
            SELECT amount, reason FROM billing.held WHERE run = \(Int32(run.number)) AND contract_id = \(contract) AND NOT (
                reason = ANY (\(decided))
                AND EXISTS (SELECT FROM billing.resumption WHERE contract_id = \(contract) AND position > \(run.position)))
            """, as: (Int, String).self)
        return try found.map { cents, text in
            guard let reason = HoldReason(rawValue: text) else { throw DamagedRow("\(text) holds no debit") }
            return HeldDebit(contract: BilledContract(bits: contract.bits), amount: Money(cents: cents), reason: reason)
        }
    }

    /// The sums by month of a run's lines of an employer, in order, and how many lines there are.
    static func months(of run: Int, employer: String, in session: Session) throws -> (sums: [EmployerStatement.MonthSum], lines: Int) {
        let rows = try session.query(
            """
            SELECT month, sum(employer_to_insurer)::bigint, sum(agent_to_insurer)::bigint, sum(employer_to_agent)::bigint, count(*)
            FROM billing.line WHERE run = \(Int32(run)) AND employer = \(employer) GROUP BY month ORDER BY month
            """
        ) { row in
            (
                EmployerStatement.MonthSum(
                    month: Month(of: Day(try row.value(at: 0, as: PostgresDate.self))),
                    flows: Flows(
                        employerToInsurer: Money(cents: try row.value(at: 1)), agentToInsurer: Money(cents: try row.value(at: 2)),
                        employerToAgent: Money(cents: try row.value(at: 3)))),
                try row.value(at: 4, as: Int.self)
            )
        }
        return (rows.map(\.0), rows.reduce(0) { $0 + $1.1 })
    }

    /// A run's lines of an employer about whole contracts, in order of contracts and months.
    ///
    /// - Parameters:
    ///   - contract: the last contract before these; `nil` for the first ones.
    ///   - limit: how many contracts there may be.
    static func lines(of run: Int, employer: String, after contract: UUID?, atMost limit: Int, in session: Session) throws -> [CallLine] {
        try session.query(
            """
            SELECT contract_id, month, employer, origin, employer_to_insurer, agent_to_insurer, employer_to_agent, events, parameters
            FROM billing.line WHERE run = \(Int32(run)) AND employer = \(employer) AND contract_id IN (
                SELECT DISTINCT contract_id FROM billing.line
                WHERE run = \(Int32(run)) AND employer = \(employer) AND \(sql: after(contract)) ORDER BY contract_id LIMIT \(limit))
            ORDER BY contract_id, month
            """
        ) { try line($0) }
    }
}
