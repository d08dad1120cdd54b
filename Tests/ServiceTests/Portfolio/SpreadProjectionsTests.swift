import CivilTime
import Contracts
import DatabaseSchema
import JSON
import Postgres
import PostgresTesting
import ServiceTesting
import Testing

@testable import ContractService
@testable import Portfolio

/// What holds where projections are spread over several servers, tried on one. Functions and a table stand in for Citus': one function answers for the other
/// servers, another spreads a table, and the table says which tables are spread. On a real cluster they would take the place of Citus' own.
@Suite(.timeLimit(.minutes(10)), .enabled("Citus itself is there", { try await !isOnCitusCluster() })) struct SpreadProjectionsTests {
    /// Has the database hold its projections for spread, and the other servers answer `result`.
    ///
    /// - Parameter isFirst: whether the version in use was made before, on one server.
    private func spread(_ service: ServiceUnderTest, answering result: String = "0", isFirst: Bool = false) async throws {
        try await service.owner.withSession { session in
            try session.executeScript(
                """
                SET allow_system_table_mods = on;
                CREATE OR REPLACE FUNCTION pg_catalog.run_command_on_workers(text)
                    RETURNS TABLE (nodename text, nodeport integer, success boolean, result text)
                    LANGUAGE sql AS $$ VALUES ('worker', 5432, true, '\(result)') $$;
                CREATE TABLE IF NOT EXISTS pg_catalog.pg_dist_partition (logicalrelid regclass);
                GRANT SELECT ON pg_catalog.pg_dist_partition TO PUBLIC;
                CREATE OR REPLACE FUNCTION pg_catalog.create_distributed_table(regclass, text, shard_count integer) RETURNS void
                    LANGUAGE sql AS $$ INSERT INTO pg_dist_partition VALUES ($1) $$;
                RESET allow_system_table_mods;
                DELETE FROM pg_dist_partition;
                \(isFirst ? "" : "INSERT INTO pg_dist_partition VALUES ('portfolio_1.contract');")
                UPDATE maintien.deployment SET shards = 4;
                """)
        }
    }

    private static let coverage = Inquiry(.coverage(on: "2026-06-15", employer: nil, state: nil))

    /// A portfolio that waits for no lock longer than a tenth of a second.
    private func hasty(_ service: ServiceUnderTest, _ body: (Portfolio, Database) async throws -> Void) async throws {
        var configuration = try PostgresConfiguration.service(url: service.url)
        configuration.lockTimeout = .milliseconds(100)
        let database = Database(configuration, connections: 2)
        let rules = PortfolioUnderTest(service).rules
        try await body(Portfolio(streams: database, pages: database, rules: rules, clock: service.clock), database)
        await database.shutdown()
    }

    @Test func `no question reads rows while they change, and no row changes while a question reads`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            try await spread(service)
            try await hasty(service) { hasty, database in
                try await service.owner.withSession { session in
                    _ = try? session.transaction { session in
                        try ProjectionVersion.beginChange(of: 1, in: session)
                        waiting {
                            await #expect(throws: PortfolioError.unavailable(retryAfterSeconds: 2)) {
                                try await hasty.answer(Self.coverage)
                            }
                        }
                        throw CancellationError()
                    }
                    try session.transaction(.repeatableRead) { session in
                        try ProjectionVersion.keepUnchanged(in: session)
                        waiting {
                            let error = await #expect(throws: PostgresError.self) {
                                try await database.transaction { try ProjectionVersion.beginChange(of: 1, in: $0) }
                            }
                            #expect(error?.sqlState == .lockNotAvailable)
                        }
                    }
                }
                _ = try await hasty.answer(Self.coverage)
            }
        }
    }

    @Test func `on one server nobody waits`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            try await hasty(service) { hasty, database in
                try await service.owner.withSession { session in
                    try session.transaction { session in
                        try ProjectionVersion.beginChange(of: 1, in: session)
                        waiting { _ = try await hasty.answer(Self.coverage) }
                    }
                    try session.transaction(.repeatableRead) { session in
                        try ProjectionVersion.keepUnchanged(in: session)
                        waiting { try await database.transaction { try ProjectionVersion.beginChange(of: 1, in: $0) } }
                    }
                }
            }
        }
    }

    @Test func `while a server has a change to end, questions are unavailable and nothing is projected`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let contract = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            try await spread(service, answering: "1")
            await #expect(throws: PortfolioError.unavailable(retryAfterSeconds: 2)) { try await portfolio.portfolio.answer(Self.coverage) }
            await #expect(throws: PostgresError.self) { try await portfolio.proof() }
            _ = try await service.contracts.tell(.declarePay, ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1], of: contract)
            await #expect(throws: PostgresError.self) { try await portfolio.step() }

            try await spread(service)
            try await portfolio.catchUp()
            #expect(try await portfolio.lines(Self.coverage.question).count == 1)
            // Asked once for each checkpoint: what is ended stays so.
            try await spread(service, answering: "1")
            #expect(try await portfolio.lines(Self.coverage.question).count == 1)
        }
    }

    @Test func `the version that still stands on one server asks no other`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let contract = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            try await spread(service, answering: "1", isFirst: true)
            _ = try await service.contracts.tell(.declarePay, ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1], of: contract)
            try await portfolio.catchUp()
            #expect(try await portfolio.lines(Self.coverage.question).count == 1)
        }
    }

    @Test func `where contracts are spread, the first slice has a quarter of them`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service, sizes: .init(first: 8, most: 8, ofEmployer: 8, summed: 1, counted: 1))
            for _ in 0..<6 { _ = try await service.contracts.affiliated() }
            try await portfolio.catchUp()
            #expect(try await portfolio.linesOfChunks(Self.coverage) == [6])
            try await spread(service, isFirst: true)
            #expect(try await portfolio.rebuilding { try await $0.run(.replace) }.isInUse)
            // How many the others have depends on the identifiers, which are drawn by lot.
            let lines = try await portfolio.linesOfChunks(Self.coverage)
            #expect(lines.first == 2 && lines.reduce(0, +) == 6, "\(lines)")
        }
    }

    /// The version that a program which knows nothing of spread versions reads and follows, and whether its rules made it.
    private func chosenByFormer(_ portfolio: PortfolioUnderTest) async throws -> String {
        try await portfolio.service.database.withSession { session in
            try session.one(
                """
                SELECT version || CASE WHEN coalesce(made_by = \(portfolio.rules.mark), made_by IS NULL) THEN '' ELSE ', of others' END
                FROM portfolio.version WHERE state IN ('current', 'previous')
                ORDER BY coalesce(made_by = \(portfolio.rules.mark), state = 'current') DESC, state = 'current' DESC LIMIT 1
                """, as: String.self)
        }
    }

    @Test func `a program that knows nothing of spread versions takes none for its own`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let contract = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            try await spread(service, isFirst: true)
            #expect(try await portfolio.rebuilding { try await $0.run(.replace) }.isInUse)
            #expect(try await portfolio.versions() == ["1 previous", "2 current"])
            #expect(try await chosenByFormer(portfolio) == "1")

            // This program follows the spread one, whose mark stays what it is.
            _ = try await service.contracts.tell(.declarePay, ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1], of: contract)
            guard case .moved(let checkpoint, _, _) = try await portfolio.step() else {
                Issue.record("nothing is followed")
                return
            }
            #expect(checkpoint.version == 2)
            #expect(try await portfolio.lines(Self.coverage.question).map { $0["version"]?.number } == [2])
            #expect(try await portfolio.rebuilding { try await $0.endFormer() } == 1)
            #expect(try await chosenByFormer(portfolio) == "2, of others")

            // Versions of the same rules are not kept for other programs.
            #expect(try await portfolio.rebuilding { try await $0.run(.replace) }.isInUse)
            #expect(try await portfolio.versions() == ["2 previous", "3 current"])
            #expect(try await chosenByFormer(portfolio) == "3, of others")
            let refused = await #expect(throws: PostgresError.self) {
                try await service.database.withSession { try $0.execute("SELECT portfolio.create_version()") }
            }
            #expect(refused?.sqlState == SQLState(rawValue: "55000"))
        }
    }

    @Test func `a spread version without an event is everyone's who knows of spread versions`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            try await spread(service)
            #expect(try await portfolio.rebuilding { try await $0.run(.replace) }.isInUse)
            _ = try await portfolio.rebuilding { try await $0.endFormer() }
            try await service.owner.withSession(Deployment.emptySandbox)
            #expect(try await chosenByFormer(portfolio) == "2, of others")
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            #expect(try await portfolio.lines(Self.coverage.question).count == 1)
            #expect(try await chosenByFormer(portfolio) == "2, of others")
        }
    }

    @Test func `versions that were spread without the byte get it`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            try await spread(service)
            #expect(try await chosenByFormer(portfolio) == "1")
            let migration = try #require(Migration.all.last { $0.makesProjections })
            for _ in 0..<2 { try await service.owner.withSession { try $0.executeScript(migration.script) } }
            #expect(try await chosenByFormer(portfolio) == "1, of others")
            #expect(try await portfolio.lines(Self.coverage.question).count == 1)
        }
    }

    @Test(arguments: ["08006", "57P01", "57P02", "57P03", "XX000"])
    func `a lost worker's errors make a question unavailable`(state: String) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            try await service.owner.withSession { session in
                try session.executeScript(
                    """
                    CREATE OR REPLACE FUNCTION portfolio.require_settled(asked integer) RETURNS void LANGUAGE plpgsql
                        AS $$ BEGIN RAISE EXCEPTION 'connection to the remote node failed' USING ERRCODE = '\(state)'; END $$
                    """)
            }
            await #expect(throws: PortfolioError.unavailable(retryAfterSeconds: 2)) { try await portfolio.portfolio.answer(Self.coverage) }
        }
    }
}
