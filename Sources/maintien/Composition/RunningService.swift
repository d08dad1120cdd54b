import Access
import CivilTime
import ContractService
import Contracts
import Crypto
import EventLog
import FoundationEssentials
import Glibc
import Logging
import Portfolio
import Postgres
import Vault

/// A contract service and a portfolio that follows it, with their pools, on a store.
struct RunningService {
    let contracts: ContractService
    let portfolio: Portfolio
    /// The log, for consumers outside.
    let feed: EventFeed
    /// Who read personal data.
    let accessLog: AccessLog
    /// What waits for a second caller.
    let proposals: Proposals
    /// Seals what clerks type in pages.
    let pageKey: SymmetricKey
    /// The key of the references that papers carry.
    let paperKey: SymmetricKey
    private let following: Task<Void, Never>
    private let feeding: Task<Void, Never>
    private let watching: Task<Void, Never>
    private let dropping: Task<Void, Never>
    private let pools: [Database]

    /// Opens the vault and the pools, and begins to follow the log.
    ///
    /// - Throws: what is missing: a migration, the right master key.
    init(
        on store: Store, masterKey: MasterKey, rules: ProjectionRules, limits: ContractLimits, employers: EmployerCodes,
        clock: any ServiceClock, monthsOfReadings: Int, logger: Logger
    ) async throws {
        pageKey = masterKey.derived(for: "pages")
        let commands = Database(store.service.plannedOnce, connections: 6)
        var readOnly = store.service.readOnly
        readOnly.role = Store.questionsRole
        let reads = Database(readOnly.plannedOnce, connections: 6, queueLimit: 1024)
        // An answer about all contracts takes as long as its reader does.
        let streams = Database(readOnly.withoutLimits, connections: 4, queueLimit: 16)
        var patient = readOnly
        patient.statementTimeout = .seconds(25)
        let pages = Database(patient, connections: 4, queueLimit: 256)
        let projections = Database(store.service.withoutLimits, connections: 1)
        // A reader of personal data waits for the commit of the reading, and for nothing else.
        let readings = Database(store.people, connections: 2)
        pools = [commands, reads, streams, pages, projections, readings]
        let sight: LogSight
        do {
            try await commands.requireMigrated()
            let vault = try await commands.withSession { session in try Vault.open(masterKey, in: session) }
            paperKey = try await commands.withSession { session in
                try vault.paperKey(isLogEmpty: EventLog.head(in: session).position == 0, in: session)
            }
            contracts = ContractService(
                commands: commands, reads: reads, vault: vault, schemes: rules.schemes, clock: clock, employers: employers, limits: limits)
            sight = try await contracts.lookAtLog()
        } catch {
            for pool in pools { await pool.shutdown() }
            throw error
        }
        let accessLog = AccessLog(database: readings)
        self.accessLog = accessLog
        let proposals = Proposals(database: readings) { clock.now().microseconds }
        self.proposals = proposals
        let follower = Follower(database: projections, rules: rules, clock: clock, beside: contracts)
        portfolio = Portfolio(streams: streams, pages: pages, rules: rules, clock: clock, follower: follower)
        let feed = EventFeed(database: reads)
        self.feed = feed
        let watch = LogWatching(contracts: contracts, logger: logger)
        if sight.hasBegunIncarnation { watch.tellIncarnation(sight) }
        watching = Task { await watch.run(from: sight) }
        feeding = Task { await withLogger(logger) { _ in await feed.run() } }
        dropping = Task { await AccessRetention(log: accessLog, proposals: proposals, months: monthsOfReadings, logger: logger).run() }
        following = Task { await follower.run(logger: logger) }
    }

    /// Answers what was taken, then lets go of the database.
    func close() async {
        await contracts.drain()
        dropping.cancel()
        await dropping.value
        watching.cancel()
        await watching.value
        feeding.cancel()
        await feeding.value
        following.cancel()
        await following.value
        for pool in pools { await pool.shutdown() }
    }
}

extension PostgresConfiguration {
    /// For a few statements that are run again and again and each find what they need by an index: planned once for each connection, whatever
    /// their parameters and however small the tables were then. Planned anew each time, they cost a quarter as much again.
    fileprivate var plannedOnce: PostgresConfiguration {
        var configuration = self
        configuration.settings.merge(["plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "jit": "off"]) { $1 }
        return configuration
    }

    /// For work that changes nothing.
    var readOnly: PostgresConfiguration {
        var configuration = self
        configuration.isReadOnly = true
        return configuration
    }

    /// For work that takes its time: no limit on that of a statement, of waiting for a lock, or between the statements of a transaction.
    var withoutLimits: PostgresConfiguration {
        var configuration = self
        configuration.statementTimeout = nil
        configuration.lockTimeout = nil
        configuration.idleInTransactionTimeout = nil
        return configuration
    }
}
