import CivilTime
import Contracts
import FoundationEssentials
import Postgres
import PostgresTesting
import Testing

@testable import ContractService
@testable import EventLog
@testable import Portfolio

/// The plans of the queries that must not slow down as the log grows, at a million events (obligation T16). On a Citus cluster they are those of the workers.
@Suite(.timeLimit(.minutes(10))) struct QueryPlanTests {
    @Test func `no hot query reads a table from end to end`() async throws {
        let isCluster = try await isOnCitusCluster()
        try await withService { service in
            try await service.owner.withSession { session in try Self.fill(session) }
            let some = try await service.owner.withSession {
                try $0.query("SELECT contract_id FROM portfolio_1.contract ORDER BY contract_id LIMIT 20", as: UUID.self)
            }
            try await service.database.withSession { session in
                let cursor = "\(ContractID(some[0]))"
                func reading(_ page: Inquiry.Page?, isSlice: Bool = false, isCurrent: Bool = true) -> PortfolioReading {
                    PortfolioReading(
                        session: session, schema: "portfolio_1", knownAt: "2026-09-01T00:00:00Z", isCurrent: isCurrent, format: .ndjson,
                        page: page, isSlice: isSlice)
                }
                let then = reading(nil, isCurrent: false)
                let slice = reading(Inquiry.Page(after: cursor, limit: 5000), isSlice: true)
                let work = reading(Inquiry.Page(limit: 5000), isSlice: true)
                let page = reading(Inquiry.Page(after: cursor, limit: 50))
                let day: Day = "2026-06-15"
                let portfolio: [(String, String, employer: String?)] = [
                    ("a page of coverage", page.coveredHoldersQuery(on: day, employer: nil, after: some[0], limit: 51), nil),
                    ("a page of coverage known then", then.coveredHoldersQuery(on: day, employer: nil, after: some[0], limit: 51), nil),
                    (
                        "a page of beneficiaries", page.coveredBeneficiariesQuery(on: day, employer: nil, between: some[0], and: some[1]),
                        nil
                    ),
                    ("a page: a slice of cotisations", try slice.cotisationsQuery(of: "2026-06", employer: nil), nil),
                    ("a page: a slice of the worklist", try work.worklistQuery(of: nil, dueThrough: nil), nil),
                    ("coverage of an employer", page.coveredHoldersQuery(on: day, employer: "E7", after: nil, limit: nil), "E7"),
                    (
                        "beneficiaries of an employer",
                        page.coveredBeneficiariesQuery(on: day, employer: "E7", between: some[0], and: some[1]), "E7"
                    ),
                    ("a page of cotisations", try page.cotisationsQuery(of: "2026-06", employer: nil), nil),
                    ("cotisations of an employer", try reading(nil).cotisationsQuery(of: "2026-06", employer: "E7"), "E7"),
                    ("totals of an employer", reading(nil).totalsQuery(of: "2026-06", employer: "E7"), "E7"),
                    ("overdue proofs", try reading(nil).worklistQuery(of: .proofOverdue, dueThrough: "2026-06-20"), nil),
                    ("a page of the worklist", try reading(Inquiry.Page(limit: 50)).worklistQuery(of: nil, dueThrough: nil), nil),
                    ("all of coverage", page.coveredHoldersQuery(on: day, employer: nil, after: nil, limit: nil), nil),
                    ("all of cotisations", try reading(nil).cotisationsQuery(of: "2026-06", employer: nil), nil),
                    ("all of the months' beneficiaries", reading(nil).beneficiariesQuery(Self.year), nil),
                    ("a page of pairs", reading(nil).duplicatesQuery(dueThrough: nil, after: 100, limit: 50), nil),
                    ("an employer's among pairs", reading(nil).employersAmong(Set(some.map(\.bits)), employer: "E7"), "E7"),
                ]
                for (name, query, employer) in portfolio {
                    try session.transaction { session in
                        try reading(nil).prepare(isOrdered: employer == nil)
                        try Self.expectIndexes(name, SQL(unsafe: "EXPLAIN \(query)"), isCluster: isCluster, in: session)
                    }
                }
                // What a clerk sees first: however much waits, a page reads about as many rows as it shows of each kind.
                let first = reading(Inquiry.Page(limit: 50))
                let place = Inquiry.Page.place(behind: .proofOverdue, of: some[0], dueOn: "2026-08-01")
                let behind = reading(Inquiry.Page(after: place, limit: 50))
                let workBehind = reading(Inquiry.Page(after: place, limit: 5000), isSlice: true)
                var counted = reading(nil)
                counted.range = ContractRange(from: some.min { "\($0)" < "\($1)" }, until: some.max { "\($0)" < "\($1)" })
                let soon = WorkFilter(dueThrough: "2026-10-01")
                let worklists: [(String, String, mostRows: Int?)] = [
                    ("the worklist by day", try first.workByDayQuery(WorkFilter()), 1000),
                    ("the worklist by day, soon", try first.workByDayQuery(soon), 1000),
                    ("the worklist by day, behind a line", try behind.workByDayQuery(soon), 1000),
                    ("a slice of the worklist by day", try work.workByDayQuery(WorkFilter()), nil),
                    ("the worklist of a kind", try first.workByDayQuery(WorkFilter(kind: .deadline(.proofOverdue))), 1000),
                    ("the worklist of an employer", try first.workByDayQuery(WorkFilter(dueThrough: "2026-10-01", employer: "E7")), nil),
                    ("the counts", reading(nil).workCountsQuery(soon), nil),
                    ("the counts of a range", counted.workCountsQuery(soon), nil),
                    ("the counts of an employer", reading(nil).workCountsQuery(WorkFilter(employer: "E7")), nil),
                    ("the reminders", try reading(Inquiry.Page(limit: 50)).remindersQuery(dueThrough: "2026-10-01"), nil),
                    ("a slice of the reminders", try workBehind.remindersQuery(dueThrough: "2026-10-01"), nil),
                ]
                for (name, query, mostRows) in worklists {
                    try session.transaction { session in
                        try reading(nil).prepare(isOrdered: false)
                        try Self.expectIndexes(name, SQL(unsafe: "EXPLAIN \(query)"), isCluster: isCluster, in: session)
                        // A shard here has so few rows of a kind that a join may read them all.
                        if let mostRows, !isCluster { try Self.expectFewRows(name, query, atMost: mostRows, in: session) }
                    }
                }
                let contracts = some
                let keys = ["one", "two"]
                let log: [(String, SQL)] = [
                    ("histories", "EXPLAIN SELECT * FROM log.event WHERE contract_id = ANY (\(contracts)) ORDER BY contract_id, version"),
                    ("a page of the log", "EXPLAIN SELECT * FROM log.event WHERE position > \(500_000) ORDER BY position LIMIT \(1000)"),
                    (
                        "registrations of mandates under a reference",
                        "EXPLAIN \(sql: MandateClaim.taken([MandateClaim(reference: "RUM-1", contract: some[0], schemes: ["one"])], ["one"]))"
                    ),
                    ("kept keys", "EXPLAIN SELECT * FROM log.idempotency WHERE key = ANY (\(keys))"),
                    (
                        "reminders sent on a day",
                        """
                        EXPLAIN SELECT kind, count(*) FROM office.reminder_sent
                        WHERE sent_at >= '2026-08-15'::timestamp AT TIME ZONE 'Europe/Paris'
                            AND sent_at < ('2026-08-15'::timestamp + interval '1 day') AT TIME ZONE 'Europe/Paris' GROUP BY kind
                        """
                    ),
                    (
                        "what was known of contracts",
                        "EXPLAIN \(sql: KnownPart.liability.keeping("portfolio_1")) WHERE contract_id = ANY (\(contracts))"
                    ),
                    (
                        "contracts that change",
                        """
                        EXPLAIN \(sql: KnownPart.replacing("portfolio_1")) FROM unnest('{}'::portfolio_1.contract[]) n WHERE c.contract_id = n.contract_id
                        """
                    ),
                    ("contracts projected anew", "EXPLAIN DELETE FROM portfolio_1.cover WHERE contract_id = ANY (\(contracts))"),
                    (
                        "deadlines that end",
                        """
                        EXPLAIN UPDATE portfolio_1.deadline t SET known_until = 'infinity' FROM unnest(\(contracts)) AS s (contract_id)
                        WHERE t.contract_id = s.contract_id AND t.known_until < 'infinity'
                        """
                    ),
                ]
                for (name, query) in log { try Self.expectIndexes(name, query, isCluster: isCluster, in: session) }
            }
        }
    }

    private static func expectIndexes(_ name: String, _ query: SQL, isCluster: Bool, in session: Session) throws {
        let lines = try session.query(query, as: String.self)
        if isCluster, let plan = taskPlan(in: lines) {
            // A slice may have as many contracts as a shard here, and so reads it from end to end. Settings that forbid sorts do not reach workers.
            if !name.contains("slice"), !name.hasPrefix("all of") { #expect(!plan.contains("Seq Scan"), "\(name):\n\(plan)") }
            return
        }
        let plan = lines.joined(separator: "\n")
        // What an unnest makes is a function scan; every table there is has an index that serves.
        #expect(!plan.contains("Seq Scan"), "\(name):\n\(plan)")
        if name.hasPrefix("a page") || name.hasPrefix("all of") { #expect(!plan.contains("Sort"), "\(name) sorts:\n\(plan)") }
    }

    /// What workers do, in the plan of a coordinator: a line for each step. Nil when they do nothing.
    private static func taskPlan(in lines: [String]) -> String? {
        var task: Int?
        let steps = lines.filter { line in
            let depth = line.prefix { $0 == " " }.count
            if let begun = task, depth <= begun { task = nil }
            if line.hasSuffix("->  Task") { task = depth }
            return task != nil
        }
        return steps.isEmpty ? nil : steps.joined(separator: "\n")
    }

    /// No step of the plan reads or hands on more rows, in all its runs, than some pages have.
    private static func expectFewRows(_ name: String, _ query: String, atMost most: Int, in session: Session) throws {
        let plan = try session.query(SQL(unsafe: "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) \(query)"), as: String.self)
        var runs = 1.0
        for line in plan {
            var rows: Double?
            if let step = line.firstMatch(of: /actual rows=([\d.]+) loops=(\d+)/) {
                runs = Double(step.2) ?? 1
                rows = Double(step.1).map { $0 * runs }
            } else if let removed = line.firstMatch(of: /Rows Removed by (?:Join )?Filter: ([\d.]+)/) {
                rows = Double(removed.1).map { $0 * runs }
            }
            #expect(rows ?? 0 <= Double(most), "\(name) reads \(rows ?? 0) rows:\n\(plan.joined(separator: "\n"))")
        }
    }

    /// The twelve months that end with June 2026.
    private static let year = (0..<12).map { ("2025-07" as Month).adding($0) }

    /// A million events of fifty thousand contracts, and rows as they would make, by the server itself.
    private static func fill(_ session: Session) throws {
        try session.executeScript(
            """
            SET session_replication_role = replica;
            CREATE TEMP TABLE c AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, 50000) n;
            INSERT INTO log.event
                SELECT (v - 1) * 50000 + n, id, v, 'payDeclared', 1, timestamptz '2026-01-01' + v * interval '12 days', 'plan', '{}', '\\x00'
                FROM generate_series(1, 20) v, c;
            INSERT INTO log.idempotency SELECT id::text, '\\x00', id, 1, 1, 1, n, now() FROM c;
            INSERT INTO portfolio_1.contract
                SELECT id, timestamptz '2026-01-01' + interval '150 days', timestamptz '2026-01-01' + interval '180 days', '2026-03-13', true,
                    ARRAY(SELECT timestamptz '2026-01-01' + v * interval '12 days' FROM generate_series(1, 20) v),
                    ARRAY[date '-infinity', '2026-05-01'], ARRAY[0, 13]::smallint[], NULL,
                    ARRAY[date '-infinity', '2026-05-01'], ARRAY[1, 513], ARRAY[0, 0, 0, 1, 2, 3], ARRAY[0, 0], ARRAY[date '2026-05-01'], ARRAY['E' || n % 500]
                FROM c;
            INSERT INTO portfolio_1.cover
                SELECT id, p::uuid, timestamptz '2026-01-01' + k * interval '30 days', 0, NULL, ARRAY[date '-infinity', '2026-05-01'], ARRAY[0, 13]::smallint[], NULL
                FROM c, generate_series(1, 4) k, unnest(ARRAY['00000000-0000-0000-0000-000000000000', 'a0000000-0000-4000-8000-000000000001']) p;
            INSERT INTO portfolio_1.liability
                SELECT id, timestamptz '2026-01-01' + k * interval '30 days', ARRAY[date '-infinity', '2026-05-01'], ARRAY[1, 513], ARRAY[0, 0, 0, 1, 2, 3], ARRAY[0, 0]
                FROM c, generate_series(1, 5) k;
            INSERT INTO portfolio_1.employment SELECT id, '2026-01-13', ARRAY[date '2026-05-01'], ARRAY['E' || n % 400] FROM c;
            INSERT INTO portfolio_1.deadline
                SELECT id, k, '00000000-0000-0000-0000-000000000000', date '2026-01-01' + n % 700, 'infinity', '2026-01-13', 'infinity'
                FROM c, generate_series(0, 6) k;
            INSERT INTO portfolio_1.deadline  -- proofs of a year ago, which came
                SELECT id, 0, '00000000-0000-0000-0000-000000000000', date '2025-01-01' + k * 30 + n % 30, 'infinity', '2026-01-13', '2026-02-01'
                FROM c, generate_series(0, 3) k;
            INSERT INTO office.reminder_sent
                SELECT id, kind, 'holder', date '2026-01-01' + n % 700, timestamptz '2026-01-01' + n % 240 * interval '1 day', 'plan'
                FROM c, unnest(ARRAY['proofAwaited', 'proofOverdue', 'continuationDeadline', 'beneficiaryAgeLimit', 'statusExpiring', 'mandateMissing',
                    'exemptionExpiring']) kind
                WHERE n % 700 < 240;
            INSERT INTO vault.duplicate (contract_id, person, other_contract_id, other_person, found_at, dismissed_by, dismissed_at, reason)
                SELECT a.id, 'holder', b.id, 'holder', '2026-03-01', CASE WHEN a.n % 10 > 0 THEN 'plan' END, CASE WHEN a.n % 10 > 0 THEN now() END,
                    CASE WHEN a.n % 10 > 0 THEN 'two people' END
                FROM c a JOIN c b ON b.n = a.n % 50000 + 1 WHERE a.n % 2 = 0 AND a.id < b.id;
            """)
        try session.executeScript(
            """
            ANALYZE log.event, log.idempotency, portfolio_1.contract, portfolio_1.cover, portfolio_1.liability, portfolio_1.employment, portfolio_1.deadline,
                office.reminder_sent, vault.duplicate;
            """)
    }
}
