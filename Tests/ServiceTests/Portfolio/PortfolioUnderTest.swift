import CivilTime
import Contracts
import JSON
import Logging
import Postgres
import RandomTesting
import ServiceTesting
import Synchronization
import Testing

@testable import ContractService
@testable import Portfolio

/// A portfolio beside a service, with its follower's steps in the test's hands.
struct PortfolioUnderTest: Sendable {
    let service: ServiceUnderTest
    let portfolio: Portfolio
    let rules: ProjectionRules

    /// - Parameter sizes: those of slices; so small by default that every answer has several.
    init(
        _ service: ServiceUnderTest, schemes: Schemes = .littoral, digest: [UInt8] = [1, 2, 3],
        sizes: PortfolioSlice.Sizes = .init(first: 1, most: 4, ofEmployer: 2, summed: 1, counted: 1)
    ) {
        self.service = service
        rules = ProjectionRules(schemes: schemes, digest: digest)
        portfolio = Portfolio(
            streams: service.database, pages: service.database, rules: rules, clock: service.clock, sizes: sizes)
    }

    /// One step of a follower.
    ///
    /// - Parameter contracts: the service beside which it follows.
    @discardableResult
    func step(limit: Int = 1000, beside contracts: ContractService? = nil) async throws -> Projector.Step {
        let projector = Projector(rules: rules) { contracts?.recentPage(after: $0, limit: $1) }
        return try await service.database.withSession { try projector.step(.own(mark: rules.mark), limit: limit, in: $0) }
    }

    /// Steps until nothing is left.
    ///
    /// - Returns: how many events of the log were read.
    @discardableResult
    func catchUp(limit: Int = 1000, beside contracts: ContractService? = nil) async throws -> Int {
        var read = 0
        while case .moved(_, _, let events) = try await step(limit: limit, beside: contracts) { read += events }
        return read
    }

    /// Does something with a rebuild, on connections of its own.
    func rebuilding<Value: Sendable>(_ body: (Rebuild) async throws -> Value) async throws -> Value {
        try await withPatientDatabase { try await body(Rebuild(database: $0, rules: rules, workers: 2)) }
    }

    /// Proves the projections in use.
    func proof(sample: Int? = nil) async throws -> ProjectionProof.Finding {
        try await withPatientDatabase { try await ProjectionProof(database: $0, rules: rules).run(sample: sample) }
    }

    private func withPatientDatabase<Value: Sendable>(_ body: (Database) async throws -> Value) async throws -> Value {
        var configuration = try PostgresConfiguration.service(url: service.url)
        configuration.idleInTransactionTimeout = nil
        let database = Database(configuration, connections: 5)
        let result: Result<Value, any Error>
        do { result = .success(try await body(database)) } catch { result = .failure(error) }
        await database.shutdown()
        return try result.get()
    }

    /// The versions there are, with their states.
    func versions() async throws -> [String] {
        try await service.owner.withSession { session in
            try session.query("SELECT version, state FROM portfolio.version ORDER BY version", as: (Int, String).self).map {
                "\($0.0) \($0.1)"
            }
        }
    }

    /// Marks the versions as spread. Their rows stay where they are.
    func markAsSpread() async throws {
        try await service.owner.withSession {
            try $0.executeScript("UPDATE portfolio.version SET made_by = '\\x80'::bytea || made_by WHERE get_byte(made_by, 0) <> 128")
        }
    }

    /// How many lines each chunk of an answer has.
    func linesOfChunks(_ inquiry: Inquiry) async throws -> [Int] {
        try await portfolio.answer(inquiry).chunks.reduce(into: []) { counts, chunk in
            counts.append(chunk.count { $0 == UInt8(ascii: "\n") })
        }
    }

    /// The lines of an answer.
    func lines(_ question: PortfolioQuestion, knownAt: Instant? = nil, page: Inquiry.Page? = nil) async throws -> [JSON] {
        try await text(question, knownAt: knownAt, page: page).split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    }

    /// An answer as text.
    func text(
        _ question: PortfolioQuestion, knownAt: Instant? = nil, page: Inquiry.Page? = nil, format: PortfolioFormat = .ndjson
    ) async throws -> String {
        let answer = try await portfolio.answer(Inquiry(question, knownAt: knownAt, page: page, format: format))
        var bytes: [UInt8] = []
        for try await chunk in answer.chunks { bytes += chunk }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An answer's lines page by page.
    func pages(_ question: PortfolioQuestion, knownAt: Instant, of size: Int) async throws -> [JSON] {
        var lines: [JSON] = []
        var after: String?
        repeat {
            let answer = try await portfolio.answer(Inquiry(question, knownAt: knownAt, page: Inquiry.Page(after: after, limit: size)))
            var bytes: [UInt8] = []
            for try await chunk in answer.chunks { bytes += chunk }
            let page = try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
            #expect(page.count == size || answer.next == nil, "a page that is not full is the last")
            lines += page
            after = answer.next
        } while after != nil
        return lines
    }
}

/// Several lives told at random, and the contracts they are of.
struct ToldLives {
    var contracts: [ContractID] = []
    var instants: [Instant] = []

    /// Tells `count` commands to `lives` contracts, by a clock that now stands still and now moves on.
    static func tell(
        _ count: Int, lives: Int, seed: UInt64, beginning: Instant = "2026-02-10T09:00:00Z", to service: ServiceUnderTest,
        afterEach: (Int) async throws -> Void = { _ in }
    ) async throws -> ToldLives {
        var told = ToldLives()
        var random = SplitMix(state: seed)
        var generators: [RandomLife] = []
        let sandbox = ServiceSandbox(clock: service.clock, owner: service.owner)
        var now = beginning
        for number in 0..<count {
            if random.next() % 3 > 0 { now = now.adding(microseconds: Int64(random.next() % 12) * 86_400_000_000 + 1) }
            try await sandbox.setClock(to: now)
            if told.instants.last != now { told.instants.append(now) }
            if told.contracts.count < lives, number % 3 == 0 {
                let employer = JSON.string(["0290012E", "0750001A", "A1"][Int(random.next() % 3)])
                told.contracts.append(try await service.contracts.affiliated(.affiliation(["employer": employer])))
                generators.append(RandomLife(seed: random.next()))
            } else {
                let place = Int(random.next() % UInt64(told.contracts.count))
                let (command, body) = generators[place].next()
                _ = await service.contracts.outcome(command, body, of: told.contracts[place])
                if random.next() % 12 == 0 {
                    let change: JSON = ["effectiveOn": "2026-09-01", "employer": "0750001A"]
                    _ = await service.contracts.outcome(.changeEmployer, change, of: told.contracts[place])
                }
            }
            try await afterEach(number)
        }
        told.contracts.sort { "\($0)" < "\($1)" }
        return told
    }
}

/// A sign that several tasks see.
final class Flag: Sendable {
    private let raised = Atomic(false)
    var isRaised: Bool { raised.load(ordering: .relaxed) }
    func raise() { raised.store(true, ordering: .relaxed) }
}
