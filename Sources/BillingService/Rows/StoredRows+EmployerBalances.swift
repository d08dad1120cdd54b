import Billing
import CivilTime
import FoundationEssentials
import Postgres

/// Keeps the balances of employers' accounts after each run: then a balance is the one that was kept, and what was entered since.
extension StoredRows {
    /// The balances that a run kept.
    struct KeptBalances {
        /// The number of the run; 0 when no run kept any.
        let run: Int32
        /// The position of the event that accepted the run: its balances count all entries of events through it.
        let source: Int64

        static let none = KeptBalances(run: 0, source: 0)
    }

    /// The balances that the latest of some runs kept.
    ///
    /// - Parameter runs: complete ones of one scheme, in order. Those of earlier releases kept no balances.
    static func keptBalances(of runs: [RecordedRun], in session: Session) throws -> KeptBalances {
        let last = try session.first(
            """
            SELECT run, source FROM unnest(\(runs.map { Int32($0.run.number) }), \(runs.map(\.source))) r (run, source)
            WHERE EXISTS (SELECT FROM billing.employer_balance b WHERE b.run = r.run) ORDER BY run DESC LIMIT 1
            """, as: (Int32, Int64).self)
        return last.map { KeptBalances(run: $0.0, source: $0.1) } ?? .none
    }

    /// A query: amounts by `employer` whose sums are the balances under a scheme at a position of the log.
    ///
    /// - Parameter condition: on the column of employers.
    static func employerAmounts(
        behind kept: KeptBalances, of scheme: String, through position: Int64, where condition: (SQL) -> SQL
    ) -> SQL {
        """
        SELECT k.employer, k.amount FROM billing.employer_balance k WHERE k.run = \(kept.run) AND \(sql: condition("k.employer"))
        UNION ALL
        SELECT p.employer, p.amount FROM billing.posting p \(sql: withBatch)
        WHERE p.account = 'receivable:employer' AND p.source > \(kept.source) AND b.scheme = \(scheme) AND b.position <= \(position)
            AND \(sql: condition("p.employer"))
        """
    }

    /// Keeps the balances after a run whose entries are written.
    ///
    /// - Parameter history: the runs before.
    /// - Returns: the hash of the rows, under the name of their table.
    static func keepEmployerBalances(
        after recorded: RecordedRun, behind history: RunHistory, in session: Session
    ) throws -> [String: String] {
        let scheme = recorded.run.scheme
        let kept = try keptBalances(of: history.runs.filter { $0.run.scheme == scheme && $0.outcome != nil }, in: session)
        try session.execute(
            """
            INSERT INTO billing.employer_balance (run, employer, amount)
            SELECT \(Int32(recorded.run.number)), employer, sum(amount)::bigint FROM (
                \(sql: employerAmounts(behind: kept, of: scheme, through: recorded.source) { _ in "true" })
                UNION ALL
                SELECT employer, amount FROM billing.posting WHERE account = 'receivable:employer' AND source = \(recorded.source)
            ) entered GROUP BY employer HAVING sum(amount) <> 0
            """)
        let table = HashedRows.employerBalance
        return [table.rawValue: try StoredHash(table, where: "run", is: Int64(recorded.run.number), in: session).hash]
    }

    /// Whether the balances that a run kept are the sums of all entries through its own. A run that kept none has no wrong ones.
    static func hasRightEmployerBalances(_ recorded: RecordedRun, in session: Session) throws -> Bool {
        try session.one(
            """
            SELECT NOT EXISTS (SELECT FROM billing.employer_balance WHERE run = \(Int32(recorded.run.number))) OR NOT EXISTS (
                SELECT FROM (
                    SELECT employer, amount FROM billing.employer_balance WHERE run = \(Int32(recorded.run.number))
                ) kept FULL JOIN (
                    SELECT p.employer, sum(p.amount) AS amount FROM billing.posting p JOIN billing.batch b USING (source)
                    WHERE p.account = 'receivable:employer' AND p.source <= \(recorded.source) AND b.scheme = \(recorded.run.scheme)
                    GROUP BY p.employer HAVING sum(p.amount) <> 0
                ) entered USING (employer) WHERE kept.amount IS DISTINCT FROM entered.amount)
            """, as: Bool.self)
    }
}
