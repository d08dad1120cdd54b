import Contracts
import JSON
import Postgres
import PostgresTesting
import ServiceTesting
import Vault

@testable import ContractService
@testable import Portfolio

/// A service on a primary whose questions an asynchronous standby may answer. The test takes each step of the watch.
struct ServiceWithStandby: Sendable {
    let server: ReplicatedServer
    /// The standby that answers. No commit waits for it.
    let reader: StandbyServer
    let watch: StandbyWatch
    /// Its questions go to the standby, else to the primary.
    let contracts: ContractService
    /// The same, of which the primary takes no question.
    let readerAlone: ContractService
    /// It reads answers in slices of one contract.
    let portfolio: Portfolio
    let portfolioOfReaderAlone: Portfolio
    /// A service that knows nothing of the standby.
    let made: ServiceOnServer
    /// The superuser's connection to the standby.
    let admin: Database
    /// The key of the vault.
    let key = MasterKey.random()
    private static let rules = ProjectionRules(schemes: .littoral, digest: [1, 2, 3])
    private let pools: [Database]

    fileprivate init(on server: ReplicatedServer, maxStaleness: Duration) async throws {
        self.server = server
        made = try await ServiceOnServer(on: server.configuration, masterKey: key)
        reader = try server.addStandby(named: "reader")
        admin = Database(reader.configuration.patient, connections: 1)
        let questions = { (configuration: PostgresConfiguration, limit: Duration, connecting: Duration) in
            var configuration = configuration.patient
            configuration.role = "maintien_questions"
            configuration.isReadOnly = true
            configuration.statementTimeout = limit
            configuration.connectTimeout = connecting
            return configuration
        }
        var both = questions(server.configurationOfBoth, .seconds(5), .seconds(2))
        both.targetServer = "primary"
        let samples = Database(both, connections: 1)
        let trials = Database(questions(reader.configuration, .seconds(5), .seconds(2)), connections: 1)
        // Long enough for a slow machine, and short enough to wait for where a test has the standby stand still.
        let reads = Database(questions(reader.configuration, .seconds(15), .seconds(600)), connections: 2)
        let primary = Database(questions(server.configuration, .seconds(600), .seconds(600)), connections: 2)
        let nowhere = Database(PostgresConfiguration(host: "/nowhere", database: "x", user: "x"), connections: 1)
        let watch = StandbyWatch(primary: samples, standby: trials, maxStaleness: maxStaleness, patience: .seconds(600))
        self.watch = watch
        pools = [samples, trials, reads, primary, nowhere, admin]
        let database = made.database
        let vault = try await database.withSession { [key] session in try Vault.open(key, in: session) }
        func service(asking primary: Database) -> ContractService {
            ContractService(
                commands: database, reads: primary, vault: vault, schemes: .littoral, money: [:], clock: SandboxClock(),
                standby: (reads, watch))
        }
        contracts = service(asking: primary)
        readerAlone = service(asking: nowhere)
        let clock = SandboxClock()
        func portfolio(asking database: Database, standby: Portfolio? = nil, watch: StandbyWatch? = nil) -> Portfolio {
            Portfolio(
                streams: database, pages: database, rules: Self.rules, clock: clock, standby: standby, watch: watch,
                sizes: .init(first: 1, most: 1, ofEmployer: 1, summed: 1))
        }
        let ofReader = portfolio(asking: reads, watch: watch)
        self.portfolio = portfolio(asking: primary, standby: ofReader)
        portfolioOfReaderAlone = portfolio(asking: nowhere, standby: ofReader)
    }

    /// Samples the primary until the standby has come as far.
    func refresh() async {
        repeat { await watch.sample() } while await watch.trial() == nil
    }

    /// The same, once the standby has the projections through a position.
    func refresh(projectedThrough position: Int64) async throws {
        while try await admin.withSession({ try $0.one("SELECT max(position) FROM portfolio.version", as: Int64.self) }) < position {}
        await refresh()
    }

    /// Projects all events.
    func project() async throws {
        let projector = Projector(rules: Self.rules) { _, _ in nil }
        while case .moved = try await made.database.withSession({ try projector.step(.current, limit: 1000, in: $0) }) {}
    }

    /// Has the standby replay no more.
    func pauseReplay() async throws {
        try await admin.withSession { session in
            try session.execute("SELECT pg_wal_replay_pause()")
            while try session.one("SELECT pg_get_wal_replay_pause_state()", as: String.self) != "paused" {}
        }
    }

    /// Has the standby replay again.
    func resumeReplay() async throws { try await admin.withSession { _ = try $0.execute("SELECT pg_wal_replay_resume()") } }

    fileprivate func close() async {
        for service in [contracts, readerAlone] { await service.drain() }
        await made.close()
        for pool in pools { await pool.shutdown() }
    }
}

/// Runs the body with a service and a standby of a test's own.
func withStandby(answersUpTo maxStaleness: Duration = .seconds(300), _ body: (ServiceWithStandby) async throws -> Void) async throws {
    try await withReplicatedServer(prepare: ServiceOnServer.prepare) { server in
        let made = try await ServiceWithStandby(on: server, maxStaleness: maxStaleness)
        // The first sample of a timeline proves less than the next ones: it is taken here, of the empty log.
        while await made.watch.sample() == nil {}
        try await ending(with: made.close) { try await body(made) }
    }
}
