import CivilTime
import Contracts
import DatabaseSchema
import EventLog
import JSON
import Logging
import Postgres
import ServiceTesting
import Testing

@testable import ContractService
@testable import Portfolio

/// The follower loses nothing, whatever is taken from it.
@Suite(.timeLimit(.minutes(10))) struct FollowerTests {
    private let question = PortfolioQuestion.coverage(on: "2026-03-05", employer: nil, state: nil)

    @Test func `a question that waits for a position is answered once it is in`() async throws {
        try await withFollower { portfolio, follower in
            for _ in 0..<20 {
                let told = try await portfolio.service.contracts.tell(.affiliate, .affiliation(), of: .new())
                let position = try #require(told.body["position"]?.number)
                let lines = try await portfolio.waiting(for: Int64(position), question, follower)
                #expect(lines.contains { $0["contract"] == told.body["contract"] })
            }
        }
    }

    @Test func `a position that does not come is refused after a bound, and says how far it came; one beyond the log is refused at once`()
        async throws
    {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            for position in [2, 1_000_000_000, Int64.max] {
                await #expect(throws: PortfolioError.ahead(position: position, head: 1)) {
                    try await portfolio.portfolio.answer(Inquiry(question, atLeast: position))
                }
            }
            // Another process records it: it is in the log now.
            _ = try await service.another().affiliated()
            await #expect(throws: PortfolioError.behind(position: 2, reached: 1)) {
                try await portfolio.portfolio.answer(Inquiry(question, atLeast: 2))
            }
        }
    }

    /// Obligation T15.
    @Test func `notifications lost, and the listener's connection killed again and again: it still advances`() async throws {
        try await withFollower(poll: .milliseconds(50)) { portfolio, follower in
            for _ in 0..<10 {
                try await portfolio.service.owner.withSession { session in
                    try session.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
                    )
                }
                let told = try await portfolio.service.contracts.tell(.affiliate, .affiliation(), of: .new())
                let position = try #require(told.body["position"]?.number)
                _ = try await portfolio.waiting(for: Int64(position), question, follower)
            }
        }
    }

    @Test func `several followers at once project every event once`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let pools = try (0..<4).map { _ in Database(try .service(url: service.url), connections: 1) }
            // Two of them beside processes that append, of which one remembers little.
            let other = service.another(remembering: 40)
            let followers = zip(pools, [nil, service.contracts, other, nil]).map { pool, contracts in
                Follower(database: pool, rules: portfolio.rules, beside: contracts, poll: .milliseconds(20))
            }
            let running = followers.map { follower in Task { await follower.run(logger: Logger(label: "test")) } }
            #expect(service.clock.set("2026-02-10T09:00:00Z"))
            let telling = Task { for _ in 0..<60 { _ = try await other.affiliated() } }
            let told = try await ToldLives.tell(150, lives: 10, seed: 41, to: service)
            try await telling.value
            let head = try await service.database.withSession { try EventLog.head(in: $0).position }
            _ = try await portfolio.waiting(for: head, question, followers[0])
            for one in running {
                one.cancel()
                await one.value
            }
            for pool in pools { await pool.shutdown() }
            #expect(try await portfolio.proof().contracts == told.contracts.count + 60)
            #expect(try await portfolio.proof().differences == [])
        }
    }

    /// Each attempt is broken off at another moment, as a kill would.
    @Test func `connections killed at random while it follows: it goes on where it was`() async throws {
        try await withFollower(poll: .milliseconds(10)) { portfolio, follower in
            let service = portfolio.service
            let killing = Task {
                while !Task.isCancelled {
                    try await service.owner.withSession { session in
                        try session.execute(
                            """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE datname = current_database() AND query LIKE '%portfolio_1%' AND query NOT LIKE '%pg_terminate%'
                            """)
                    }
                    try await Task.sleep(for: .milliseconds(3))
                }
            }
            _ = try await ToldLives.tell(200, lives: 10, seed: 42, to: service)
            killing.cancel()
            _ = await killing.result
            let head = try await service.database.withSession { try EventLog.head(in: $0).position }
            _ = try await portfolio.waiting(for: head, question, follower)
            #expect(try await portfolio.proof().differences == [])
        }
    }

    /// Obligation T11: a log that was restored from an older backup than the projections.
    @Test func `projections that are ahead of the log are not followed, and that is told`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            try await service.owner.withSession { try $0.executeScript("UPDATE portfolio.version SET position = 9") }
            await #expect(throws: Projector.Trouble.self) { try await portfolio.step() }
        }
    }

    @Test func `a sandbox that is emptied begins again, also under a follower`() async throws {
        try await withFollower { portfolio, follower in
            let service = portfolio.service
            let sandbox = ServiceSandbox(clock: service.clock, owner: service.owner)
            for round in 1...5 {
                for _ in 0..<round { _ = try await service.contracts.affiliated() }
                if round % 2 == 0 { _ = try await portfolio.waiting(for: Int64(round), question, follower) }
                try await sandbox.reset()
            }
            let contract = try await service.contracts.affiliated()
            var lines: [JSON] = []
            while lines.count != 1 {
                lines = try await portfolio.lines(question)
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(lines.map { $0["contract"] } == [JSON(contract)])
            #expect(try await portfolio.proof().differences == [])
        }
    }

    /// Runs the body beside a follower.
    private func withFollower(
        poll: Duration = .milliseconds(100), _ body: (PortfolioUnderTest, Follower) async throws -> Void
    ) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let pool = Database(try .service(url: service.url), connections: 1)
            let follower = Follower(database: pool, rules: portfolio.rules, beside: service.contracts, poll: poll)
            let running = Task { await follower.run(logger: Logger(label: "test")) }
            let result: Result<Void, any Error>
            do { result = .success(try await body(portfolio, follower)) } catch { result = .failure(error) }
            running.cancel()
            await running.value
            await pool.shutdown()
            try result.get()
        }
    }
}

extension PortfolioUnderTest {
    /// The lines of an answer that waits for a position.
    func waiting(for position: Int64, _ question: PortfolioQuestion, _ follower: Follower) async throws -> [JSON] {
        let portfolio = Portfolio(
            streams: service.database, pages: service.database, rules: rules, clock: service.clock, follower: follower)
        while true {
            do {
                let answer = try await portfolio.answer(Inquiry(question, atLeast: position))
                #expect(answer.position >= position)
                var bytes: [UInt8] = []
                for try await chunk in answer.chunks { bytes += chunk }
                return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
            } catch PortfolioError.behind {
                // A busy machine may need longer than the bound of one question.
            }
        }
    }
}

/// What a reader of an answer may do to it.
@Suite(.timeLimit(.minutes(10))) struct PortfolioAnswerTests {
    private let question = PortfolioQuestion.coverage(on: "2026-03-05", employer: nil, state: nil)

    @Test func `whoever stops early, or never begins, gives the connection back`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            for _ in 0..<60 { _ = try await service.contracts.affiliated() }
            try await portfolio.catchUp()
            for _ in 0..<20 {
                _ = try await portfolio.portfolio.answer(Inquiry(question))
                let answer = try await portfolio.portfolio.answer(Inquiry(question))
                for try await chunk in answer.chunks {
                    #expect(!chunk.isEmpty)
                    break
                }
            }
            #expect(try await portfolio.lines(question).count == 60)
        }
    }

    @Test func `a query that fails at once fails the question, not its lines`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            try await service.owner.withSession { try $0.executeScript("ALTER TABLE portfolio_1.contract RENAME TO gone") }
            await #expect(throws: PostgresError.self) { _ = try await portfolio.portfolio.answer(Inquiry(question)) }
        }
    }

    @Test func `nobody waits long for projections that do not follow`() async throws {
        try await withService { service in
            let rules = PortfolioUnderTest(service).rules
            let follower = Follower(database: service.database, rules: rules)
            let portfolio = Portfolio(
                streams: service.database, pages: service.database, rules: rules, clock: service.clock, follower: follower)
            // It does not run. What is not far behind is not waited for at all; far behind, it is for a bounded while.
            await portfolio.keepUp(with: 20_000)
            await portfolio.keepUp(with: 20_001)
        }
    }

    @Test func `a question that waits behind others can be given up`() async throws {
        try await withService { service in
            let one = Database(try .service(url: service.url), connections: 1)
            let portfolio = PortfolioUnderTest(service)
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            let behind = Portfolio(streams: one, pages: one, rules: portfolio.rules, clock: service.clock)
            let (held, _) = try await HeldTransaction.begin(one) { try $0.one("SELECT 1", as: Int.self) }
            let waiting = Task { try await behind.answer(Inquiry(question)) }
            while one.load.waiting == 0 { try await Task.sleep(for: .milliseconds(1)) }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            await held.letGo()
            _ = try await behind.answer(Inquiry(question))
            await one.shutdown()
        }
    }

    @Test(arguments: [
        (PortfolioQuestion.coverage(on: "2026-03-05", employer: nil, state: nil), "no-uuid"),
        (.cotisations(month: "2026-03", employer: nil), "0_2026-01-01"), (.worklist(kind: nil, dueThrough: nil), "9_2026-01-01_a_b_"),
    ])
    func `a cursor of something else is refused`(question: PortfolioQuestion, cursor: String) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            await #expect(throws: PortfolioError.badCursor) {
                _ = try await portfolio.portfolio.answer(Inquiry(question, page: Inquiry.Page(after: cursor, limit: 3)))
            }
        }
    }

    @Test func `an employer's code is a value, whatever it says`() async throws {
        try await withService(employers: "[!-~]{1,60}") { service in
            let portfolio = PortfolioUnderTest(service)
            let code = #"');DROP/TABLE/log.event;--"e,"#
            _ = try await service.contracts.affiliated(.affiliation(["employer": .string(code)]))
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            #expect(try await portfolio.lines(.coverage(on: "2026-03-05", employer: code, state: nil)).count == 1)
            let totals = try await portfolio.text(.totals(month: "2026-03", employer: code), format: .csv)
            #expect(totals.split(separator: "\r\n").count == 2 && totals.contains(#","');DROP/TABLE/log.event;--""e,","#))
        }
    }
}
