import Billing
import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Sums over all that was billed.
extension StoredRows {
    /// The sums by month of a run's lines.
    static func sumsByMonth(of run: Int, in session: Session) throws -> [(month: Month, flows: Flows, lines: Int)] {
        try session.query(
            """
            SELECT month, sum(employer_to_insurer)::bigint, sum(agent_to_insurer)::bigint, sum(employer_to_agent)::bigint, count(*)
            FROM billing.line WHERE run = \(Int32(run)) GROUP BY month ORDER BY month
            """
        ) { row in
            (
                month: Month(of: Day(try row.value(at: 0, as: PostgresDate.self))),
                flows: Flows(
                    employerToInsurer: Money(cents: try row.value(at: 1)), agentToInsurer: Money(cents: try row.value(at: 2)),
                    employerToAgent: Money(cents: try row.value(at: 3))),
                lines: try row.value(at: 4, as: Int.self)
            )
        }
    }

    /// A run whose positive lines are amounts owed, with the whole months since its day.
    struct AgedRun: Sendable {
        /// The position of the event that accepted it.
        let source: Int64
        /// The whole months from its day to the day of the question.
        let months: Int
    }

    /// What employers or agents owe, by the months since it was called.
    ///
    /// A balance is owed for what was called last: all that came in settles what was called first. A balance without anything called counts as of no month.
    ///
    /// - Parameters:
    ///   - range: the contracts of the agents; an employer is of no range.
    ///   - scheme: only accounts of this scheme; `nil` for all.
    ///   - position: entries that count from a later position on are not there.
    ///   - instant: neither are those that count from a later instant on.
    ///   - runs: the complete runs that are neither cancelled nor cancelling: what those called was taken back.
    static func arrears(
        of payer: Arrears.Payer, in range: ContractRange = .all, scheme: String?, through position: Int64, knownAt instant: Instant,
        runs: [AgedRun], session: Session
    ) throws -> [Arrears.Age] {
        let isEmployer = payer == .employer
        let holder: SQL = isEmployer ? "p.employer" : "p.contract_id"
        let account: SQL = isEmployer ? "p.account = 'receivable:employer'" : "p.account = 'receivable:agent'"
        let from: SQL = range.from.map { "p.contract_id >= \($0)" } ?? "true"
        let until: SQL = range.until.map { "p.contract_id < \($0)" } ?? "true"
        let ofScheme: SQL = scheme.map { "b.scheme = \($0)" } ?? "true"
        let (sources, months) = (runs.map(\.source), runs.map { Int32($0.months) })
        return try session.query(
            """
            WITH part AS (
                SELECT \(sql: holder) AS holder, b.scheme, CASE WHEN p.amount > 0 AND p.source = ANY (\(sources)) THEN p.source END AS run,
                    sum(p.amount) AS amount
                FROM billing.posting p JOIN billing.batch b USING (source)
                WHERE \(sql: account) AND \(sql: from) AND \(sql: until) AND \(sql: ofScheme) AND b.position <= \(position)
                    AND b.recorded_at <= \(PostgresTimestamp(instant))
                GROUP BY 1, 2, 3
            ), charge AS (
                SELECT holder, scheme, run, amount, sum(amount) OVER (PARTITION BY holder, scheme) AS balance,
                    min(run) OVER (PARTITION BY holder, scheme) AS first,
                    sum(amount) FILTER (WHERE run IS NOT NULL) OVER (PARTITION BY holder, scheme ORDER BY run DESC NULLS LAST) AS through
                FROM part
            ), owed AS (
                SELECT holder, scheme, run, CASE
                    WHEN run IS NULL THEN balance
                    WHEN run = first THEN balance - (through - amount)
                    ELSE least(amount, balance - (through - amount)) END AS amount
                FROM charge WHERE balance > 0 AND CASE WHEN run IS NULL THEN first IS NULL ELSE balance > through - amount END
            )
            SELECT coalesce(r.months, 0), sum(o.amount)::bigint, count(DISTINCT (o.holder, o.scheme)),
                count(*) FILTER (WHERE o.run IS NOT DISTINCT FROM o.oldest)
            FROM (SELECT owed.*, min(owed.run) OVER (PARTITION BY owed.holder, owed.scheme) AS oldest FROM owed) o
                LEFT JOIN unnest(\(sources), \(months)) r (run, months) USING (run)
            GROUP BY 1 ORDER BY 1
            """
        ) { row in
            Arrears.Age(
                payer: payer, months: Int(try row.value(at: 0, as: Int32.self)), amount: Money(cents: try row.value(at: 1)),
                accounts: try row.value(at: 2, as: Int.self), oldestAccounts: try row.value(at: 3, as: Int.self))
        }
    }
}
