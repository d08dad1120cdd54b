import CivilTime
import Contracts
import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import PrivatePostgres
import Testing
import Vault

@testable import ContractService
@testable import Portfolio

/// The statements that the program sends run on one server and on several: held to the rules that Citus has for them.
@Suite(.timeLimit(.minutes(10))) struct SpreadableStatementsTests {
    /// A statement as the server was sent it, and whose role sent it.
    private struct Sent {
        let role: String
        let text: String

        /// Whether it names a table of a version.
        var namesProjections: Bool { text.contains(/portfolio_\d+\./) }
        var reads: Bool { text.hasPrefix("COPY (") || text.hasPrefix("SELECT") || text.hasPrefix("WITH") }
    }

    @Test func `statements about projections keep to what several servers can do`() async throws {
        let sent = try await statements()
        let about = sent.filter(\.namesProjections)
        // Every question, each at two instants, with and without an employer; the follower; a rebuild.
        #expect(about.count > 60, "\(about.count)")
        for statement in about {
            let text = statement.text
            // Other servers do not know settings of the session.
            #expect(!text.contains("current_setting"), "\(text)")
            // Rows of one contract are on one server. Those of a person, or of an employer, are not.
            for match in text.matches(of: /DISTINCT ON \(([^)]*)\)/) {
                #expect(match.1.split(separator: ",").contains { $0.hasSuffix("contract_id") }, "\(text)")
            }
            #expect(!text.contains(/LATERAL \((?:[^()]|\([^()]*\))*UNION/), "a UNION within a join: \(text)")
            // A table beside the projections stands on one server: it is read by a subquery of its own.
            #expect(!text.contains(/(?:JOIN|,) (?:log|vault|access|office)\./), "\(text)")
            for match in text.matches(of: /FROM (?:log|vault|access|office)\.\w+/) {
                #expect(text[..<match.range.lowerBound].contains(/FROM \(\s*SELECT [\w, ]+$/), "\(text)")
            }
        }
    }

    @Test func `who changes projections does not read them in the same transaction`() async throws {
        let changing = try await statements(asking: false).filter { $0.role == "maintien_service" && $0.namesProjections }
        #expect(changing.contains { $0.text.hasPrefix("UPDATE") } && changing.contains { $0.text.hasPrefix("COPY portfolio_") })
        for statement in changing { #expect(!statement.reads, "\(statement.text)") }
    }

    @Test func `each step of the functions that make a version is one statement, and each table has an identity`() async throws {
        try await withService { service in
            try await service.owner.withSession { session in
                let functions = try session.query(
                    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'portfolio'::regnamespace AND prosrc LIKE '%execute%'",
                    as: (String, String).self)
                #expect(functions.count >= 5)
                for (name, source) in functions {
                    for match in source.matches(of: /\$ddl\$((?:.|\n)*?)\$ddl\$/) { #expect(!match.1.contains(";"), "\(name): \(match.1)") }
                    for match in source.matches(of: /execute format\('([^']*)'/) { #expect(!match.1.contains(";"), "\(name): \(match.1)") }
                }
                let made = try ProjectionVersion.create(madeBy: [1], in: session)
                try ProjectionVersion.index(made, in: session)
                let nameless = try session.query(
                    """
                    SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = \("portfolio_\(made)")::regnamespace AND c.relkind = 'r' AND NOT EXISTS (
                        SELECT FROM pg_index i WHERE i.indrelid = c.oid AND (c.relreplident = 'd' AND i.indisprimary OR c.relreplident = 'i' AND i.indisreplident))
                    """, as: String.self)
                #expect(nameless == [])
            }
        }
    }

    /// What a server was sent by a follower and a rebuild, and by every question if they are asked too.
    private func statements(asking: Bool = true) async throws -> [Sent] {
        let folder = try ThrowawayFolder("/tmp/postgres-testing-\(geteuid())")
        let server = folder.server(settings: [
            "shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track": "top", "pg_stat_statements.max": "10000",
        ])
        let configuration = try PostgresConfiguration(url: try await server.start().url()).patient
        let result: Result<[Sent], any Error>
        do { result = .success(try await statements(on: configuration, asking: asking)) } catch { result = .failure(error) }
        await server.stop()
        return try result.get()
    }

    private func statements(on configuration: PostgresConfiguration, asking: Bool) async throws -> [Sent] {
        try await ServiceOnServer.prepare(configuration)
        let made = try await ServiceOnServer(on: configuration, masterKey: .random())
        let contract = try await made.contracts.affiliated()
        _ = await made.contracts.outcome(.declarePay, ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1], of: contract)
        let rules = ProjectionRules(schemes: .littoral, digest: [1])
        let projector = Projector(rules: rules)
        @Sendable func follow() async throws {
            _ = try await made.database.withSession { try projector.step(.own(mark: rules.mark), limit: 1000, in: $0) }
        }
        try await follow()
        try await made.owner.withSession { try $0.executeScript("CREATE EXTENSION pg_stat_statements; SELECT pg_stat_statements_reset()") }
        _ = await made.contracts.outcome(.declarePay, ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": 2], of: contract)
        _ = try await made.contracts.affiliated()
        try await follow()
        if asking {
            var questions = configuration
            questions.role = "maintien_questions"
            let pool = Database(questions, connections: 2)
            let portfolio = Portfolio(streams: pool, pages: pool, rules: rules, clock: SystemClock())
            try await ask(portfolio)
            await pool.shutdown()
            _ = try await Rebuild(database: made.database, rules: rules, workers: 2).run(.replace)
        }
        let sent = try await made.owner.withSession { session in
            try session.query(
                "SELECT r.rolname::text, s.query FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid", as: (String, String).self)
        }
        await made.close()
        return sent.map { Sent(role: $0.0, text: $0.1) }
    }

    /// Asks every question at two instants: now, and before anything became known.
    private func ask(_ portfolio: Portfolio) async throws {
        let day: Day = "2026-06-15"
        let month: Month = "2026-06"
        for employer in [nil, "0290012E"] {
            let filter = WorkFilter(dueThrough: "2027-06-01", employer: employer)
            var questions: [PortfolioQuestion] = [
                .coverage(on: day, employer: employer, state: nil), .coverage(on: day, employer: employer, state: .covered),
                .cotisations(month: month, employer: employer), .totals(month: month, employer: employer), .workByDay(filter),
                .workCounts(filter),
            ]
            if let employer {
                questions.append(.cotisationsForEmployer(employer, month: month))
            } else {
                questions += [
                    .worklist(kind: nil, dueThrough: day), .worklist(kind: .proofOverdue, dueThrough: nil), .duplicates(dueThrough: day),
                    .reminders(dueThrough: day), .months(through: month),
                ]
            }
            for question in questions {
                for knownAt in [nil, "2026-05-02T00:00:00Z"] as [Instant?] {
                    for page in [nil, Inquiry.Page(limit: 10)] {
                        let answer = try await portfolio.answer(Inquiry(question, knownAt: knownAt, page: page))
                        for try await _ in answer.chunks {}
                    }
                }
            }
        }
    }
}
