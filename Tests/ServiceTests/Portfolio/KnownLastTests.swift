import CivilTime
import Contracts
import DatabaseSchema
import JSON
import Postgres
import RandomTesting
import Testing

@testable import ContractService
@testable import Portfolio

/// What is known last of a contract stands in its row, what was known before in the tables beside it.
@Suite(.timeLimit(.minutes(10))) struct KnownLastTests {
    @Test func `a new contract is one row with two index entries, and only what changes gets another row`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            #expect(service.clock.set("2026-11-20T09:00:00Z"))
            let contracts = [try await service.contracts.affiliated(), try await service.contracts.affiliated()]
            try await portfolio.catchUp()
            let indexes = "SELECT count(*) FROM pg_index WHERE indrelid = 'portfolio_1.contract'::regclass"
            #expect(try await service.database.withSession { try $0.one(SQL(unsafe: indexes), as: Int.self) } == 2)
            #expect(try await portfolio.rows() == ["contract": 2, "cover": 0, "liability": 0, "employment": 0])

            let changes: [(Instant, CommandName, JSON, KeyValuePairs<String, Int>)] = [
                ("2026-11-21T09:00:00Z", .declarePay, ["effectiveOn": "2026-11-01", "grossMonthlyPayCents": 1], ["liability": 1]),
                (
                    "2026-11-22T09:00:00Z", .changeEmployer, ["effectiveOn": "2026-11-01", "employer": "A1"],
                    ["liability": 1, "employment": 1]
                ),
                (
                    "2026-11-23T09:00:00Z", .changeRemoteTransmission, ["effectiveOn": "2026-11-01", "remoteTransmission": false],
                    ["liability": 1, "employment": 1]
                ),
                (
                    "2026-11-24T09:00:00Z", .changeOption, ["effectiveOn": "2026-12-01", "option": "option1"],
                    ["liability": 2, "employment": 1, "cover": 1]
                ),
            ]
            for (instant, command, body, expected) in changes {
                #expect(service.clock.set(instant))
                _ = try await service.contracts.tell(command, body, of: contracts[0])
                try await portfolio.catchUp()
                let rows = try await portfolio.rows()
                let all = ["contract": 2, "cover": 0, "liability": 0, "employment": 0].merging(expected.map { ($0, $1) }) { $1 }
                #expect(rows == all, "\(command)")
            }
            #expect(try await portfolio.proof().differences == [])
        }
    }

    @Test func `a contract whose row is gone is told, and not passed over`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let contract = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            try await service.owner.withSession { _ = try $0.execute("DELETE FROM portfolio_1.contract") }
            try await service.contracts.tell(.declarePay, ["effectiveOn": "2026-04-01", "grossMonthlyPayCents": 1], of: contract)
            await #expect { try await portfolio.catchUp() } throws: { "\($0)".contains("lack rows of contracts (1)") }
        }
    }

    /// After the last parameter is learnt, as usual, what is known of contracts is replaced row by row; before, contracts are projected anew.
    @Test(arguments: [("2026-02-10T09:00:00Z", 71), ("2026-10-16T09:00:00Z", 72), ("2026-10-16T09:00:00Z", 73)] as [(Instant, UInt64)])
    func `whatever the pages were, the rows are those of a rebuild`(beginning: Instant, seed: UInt64) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            var random = SplitMix(state: seed)
            _ = try await ToldLives.tell(240, lives: 8, seed: seed, beginning: beginning, to: service) { _ in
                if random.next() % 2 == 0 { try await portfolio.step(limit: Int(random.next() % 8) + 1) }
                if random.next() % 20 == 0 {
                    try await portfolio.catchUp(limit: 3)
                    #expect(try await portfolio.proof().differences == [])
                }
            }
            try await portfolio.catchUp(limit: 4)
            #expect(try await portfolio.proof().differences == [])
            #expect(try await portfolio.rebuilding { try await $0.run(.compare) }.differences == [])
        }
    }

    @Test func `a question about a time before an employer was annulled finds the contract`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            #expect(service.clock.set("2026-11-20T09:00:00Z"))
            let contract = try await service.contracts.affiliated()
            try await service.contracts.tell(.changeEmployer, ["effectiveOn": "2026-04-01", "employer": "A1"], of: contract)
            try await portfolio.catchUp()
            #expect(service.clock.set("2026-11-21T09:00:00Z"))
            try await service.contracts.tell(.rescind, ["version": 2, "reason": "mistaken"], of: contract)
            try await portfolio.catchUp()

            let theirs: [PortfolioQuestion] = [
                .coverage(on: "2026-05-05", employer: "A1", state: nil), .cotisations(month: "2026-05", employer: "A1"),
                .totals(month: "2026-05", employer: "A1"),
            ]
            for question in theirs {
                #expect(try await portfolio.lines(question).isEmpty)
                #expect(try await portfolio.lines(question, knownAt: "2026-11-20T12:00:00Z").count == 1)
            }
        }
    }

    @Test func `a parameter that is learnt later is in no answer before`() async throws {
        // The figure of the scheme's file, and one that moves deadlines.
        let text = String(decoding: PackageResources.littoral_2026_json, as: UTF8.self)
        let due = #""proofDueMonths": [{"from": "2026-03-01", "value": 1, "source": "made up", "confirmed": true}"#
        let later = #", {"from": "2026-03-01", "value": 3, "source": "made up", "confirmed": true, "knownFrom": "2026-12-01T00:00:00Z"}"#
        #expect(text.contains(due))
        let parts = text.split(separator: due, maxSplits: 1)
        let schemes = Schemes([try SchemeReader.read(Array("\(parts[0])\(due)\(later)\(parts[1])".utf8)).scheme])
        try await withService(schemes: schemes) { service in
            let portfolio = PortfolioUnderTest(service, schemes: schemes)
            #expect(service.clock.set("2026-06-20T09:00:00Z"))
            let contract = try await service.contracts.affiliated()
            try await service.contracts.startPortability(of: contract)
            let other = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            for instant in ["2026-06-20T09:00:00Z", "2026-10-14T09:00:00Z", "2026-10-16T09:00:00Z", "2026-12-02T09:00:00Z"] as [Instant] {
                #expect(service.clock.set(instant))
                for contract in [contract, other] {
                    let month = try await service.contracts.ask(.cotisation(month: "2026-08", comparedWith: nil), of: contract)
                    let lines = try await portfolio.lines(.cotisations(month: "2026-08", employer: nil))
                    #expect(lines.contains(month.without(["because", "lines"])), "at \(instant)")
                }
                let history = try await service.contracts.questions.history(of: contract).map(\.fact)
                let known = try Contract(events: history, knownAt: instant, schemes: schemes)
                let dues = try await portfolio.lines(.worklist(kind: nil, dueThrough: nil)).compactMap { $0["dueOn"]?.string }
                let waiting = known.situation.deadlines.filter { $0.judged(asOf: known.asOf) != nil }
                #expect(dues.sorted() == waiting.map { "\($0.dueOn)" }.sorted(), "at \(instant)")
            }
            // What is told before the last is learnt, and after it.
            for (instant, pay) in [("2026-12-03T09:00:00Z", 1), ("2026-12-04T09:00:00Z", 2)] as [(Instant, Int)] {
                #expect(service.clock.set(instant))
                let body: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": .integer(Int64(pay))]
                try await service.contracts.tell(.declarePay, body, of: other)
                try await portfolio.catchUp()
                #expect(try await portfolio.proof().differences == [])
            }
        }
    }

    /// A version of the schema before, with the rows that the program of then made.
    @Test func `a version with the rows of before gets the new form from them`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(240, lives: 12, seed: 81, to: service)
            // Made in one page, and so by no update.
            try await portfolio.catchUp(limit: 10_000)
            let migration = try #require(Migration.all.first { $0.number == 18 })
            try await service.owner.withSession { session in
                try session.executeScript(Self.former)
                try session.executeScript(migration.script)
                for later in Migration.all where later.makesProjections { try session.executeScript(later.script) }
            }
            #expect(try await portfolio.versions() == ["1 current"])
            #expect(try await portfolio.proof().differences == [])
            #expect(try await portfolio.rebuilding { try await $0.run(.compare) }.differences == [])
            // And it is followed.
            _ = try await ToldLives.tell(60, lives: 12, seed: 82, beginning: "2029-02-10T09:00:00Z", to: service)
            try await portfolio.catchUp()
            #expect(try await portfolio.proof().differences == [])
        }
    }

    /// Takes the form of the rows back to what it was before the migration.
    private static let former = """
        DROP FUNCTION portfolio.make_tables(integer);
        CREATE FUNCTION portfolio.open_version(made integer) RETURNS void LANGUAGE sql AS '';
        ALTER SCHEMA portfolio_1 RENAME TO later;
        CREATE SCHEMA portfolio_1;
        CREATE TABLE portfolio_1.contract AS SELECT contract_id, recorded_at FROM later.contract;
        CREATE TABLE portfolio_1.cover AS
            SELECT contract_id, person, known_from, place, relation, starts, covers, dues FROM later.cover
            UNION ALL
            SELECT contract_id, '00000000-0000-0000-0000-000000000000', cover_from, 0::smallint, NULL, cover_starts, covers, dues FROM later.contract;
        CREATE TABLE portfolio_1.liability AS
            SELECT contract_id, known_from, starts, terms, amounts, unconfirmed FROM later.liability
            UNION ALL
            SELECT contract_id, liability_from, liability_starts, terms, amounts, unconfirmed FROM later.contract;
        CREATE TABLE portfolio_1.employment AS
            SELECT contract_id, known_from, date '-infinity' || starts AS starts, NULL::text || employers AS employers FROM (
                SELECT contract_id, known_from, starts, employers FROM later.employment
                UNION ALL
                SELECT contract_id, employment_from, employment_starts, employers FROM later.contract
            ) e;
        CREATE TABLE portfolio_1.deadline AS SELECT * FROM later.deadline;
        DROP SCHEMA later CASCADE;
        UPDATE portfolio.version SET made_by = set_byte(made_by, 0, 2);
        """
}

extension PortfolioUnderTest {
    /// How many rows the tables have in which something is known from an instant on, and how many contracts there are.
    fileprivate func rows() async throws -> [String: Int] {
        try await service.database.withSession { session in
            try ["contract", "cover", "liability", "employment"].reduce(into: [:]) { rows, table in
                rows[table] = try session.one(SQL(unsafe: "SELECT count(*) FROM portfolio_1.\(table)"), as: Int.self)
            }
        }
    }
}
