import Access
import Billing
import BillingService
import CivilTime
import ContractService
import Contracts
import Crypto
import DatabaseSchema
import EventLog
import FoundationEssentials
import Glibc
import Logging
import Portfolio
import Postgres
import Vault

/// A contract service, the portfolio that follows it, and their connection pools on a store.
struct RunningService {
    let contracts: ContractService
    let portfolio: Portfolio
    /// The runs.
    let runs: RunDesk
    /// The log, for external consumers.
    let feed: EventFeed
    /// The log of readings of personal data.
    let accessLog: AccessLog
    /// The requests that wait for a second caller.
    let proposals: Proposals
    /// The key that encrypts clerks' input in pages.
    let pageKey: SymmetricKey
    /// The key of the references printed on papers.
    let paperKey: SymmetricKey
    private let following: Task<Void, Never>
    private let running: Task<Void, Never>
    private let feeding: Task<Void, Never>
    private let watching: Task<Void, Never>
    private let dropping: Task<Void, Never>
    private let archiving: Task<Void, Never>
    private let measuring: [Task<Void, Never>]
    private let comparing: Task<Void, Never>?
    private let deletingKeys: Task<Void, Never>?
    private let watchingEpochs: Task<Void, Never>
    private let pools: [Database]

    /// Opens the vault and the pools, and starts to follow the log.
    ///
    /// - Parameter reading: a standby that answers questions which may be a little old; nil: the primary answers all.
    /// - Throws: when a migration or the right master key is missing.
    init(
        on store: Store, reading: ReadStore? = nil, masterKey: MasterKey, rules: ProjectionRules, money: ServedMoney,
        limits: ContractLimits, employers: EmployerCodes,
        clock: any ServiceClock, monthsOfReadings: Int, monthsOfKeys: Int?, daysOfBackups: Int, logger: Logger
    ) async throws {
        pageKey = masterKey.derived(for: "pages")
        try await Database.opened(store.service) { database in
            try await database.requireMigrated()
            try await database.requireRecovered()
        }
        let store = store.admittingRecovered
        let commands = Database(store.service.plannedOnce, connections: 6)
        var readOnly = store.service.readOnly
        readOnly.role = Store.questionsRole
        let reads = Database(readOnly.plannedOnce, connections: 6, queueLimit: 1024)
        // Answers about all contracts, slice by slice. `Portfolio` bounds how many there are: none is refused in its middle.
        let streams = Database(readOnly.readingProjections.withoutLimits, connections: 4, queueLimit: 256)
        var patient = readOnly.readingProjections
        patient.statementTimeout = .seconds(25)
        let pages = Database(patient, connections: 4, queueLimit: 256)
        let projections = Database(store.service.withoutLimits.changingProjections, connections: 1)
        // A pool of its own: reading personal data waits only for the commit in the access log.
        let readings = Database(store.people, connections: 2)
        // A run is written by one connection, reckoned on another, and two read ahead; the others accept runs, look for them and preview.
        let billing = Database(store.service.readingProjections.withoutLimits, connections: 6)
        // The ledger is long. Figures for the actuary take two at most, for minutes: a ledger that is being sent does not wait for them.
        let ledger = Database(readOnly.withoutLimits, connections: 4, queueLimit: 64)
        let standby = reading.map { reading in
            StandbyPools(reading, samples: Database(readOnly.plannedOnce, connections: 1))
        }
        pools = [commands, reads, streams, pages, projections, readings, billing, ledger] + (standby?.all ?? [])
        let sight: LogSight
        let vault: Vault
        let epoch: Int
        do {
            if reading != nil, try await commands.withSession({ try Distribution.shards(in: $0) }) != nil {
                throw VerbTrouble(
                    "The projections are spread over several servers: no standby answers questions about them. Start without --read-database."
                )
            }
            vault = try await commands.withSession { session in try Vault.open(masterKey, in: session) }
            epoch = try await commands.withSession { session in try vault.presentEpoch(in: session) }
            paperKey = try await commands.withSession { session in
                try vault.paperKey(isLogEmpty: EventLog.head(in: session).position == 0, in: session)
            }
            contracts = ContractService(
                commands: commands, reads: reads, vault: vault, schemes: rules.schemes, money: money.parameters, clock: clock,
                employers: employers,
                limits: limits,
                standby: standby.map { ($0.reads, $0.watch) })
            sight = try await contracts.lookAtLog()
        } catch {
            for pool in pools { await pool.shutdown() }
            throw error
        }
        let accessLog = AccessLog(database: readings)
        self.accessLog = accessLog
        let proposals = Proposals(database: readings) { clock.now().microseconds }
        self.proposals = proposals
        let follower = Follower(database: projections, rules: rules, beside: contracts)
        portfolio = Portfolio(
            streams: streams, pages: pages, rules: rules, clock: clock, follower: follower,
            standby: standby.map { Portfolio(streams: $0.streams, pages: $0.pages, rules: rules, clock: clock, watch: $0.watch) })
        let runs = RunDesk(
            database: billing, commands: commands, reads: reads, streams: ledger, portfolio: portfolio,
            contracts: contracts, money: money.parameters,
            digests: money.digests, vault: vault, standby: standby?.reads)
        self.runs = runs
        running = Task { await runs.run(logger: logger) }
        let feed = EventFeed(database: reads)
        self.feed = feed
        let watch = LogWatching(contracts: contracts, logger: logger)
        if sight.hasBegunIncarnation { watch.tellIncarnation(sight) }
        watching = Task { await watch.run(from: sight) }
        feeding = Task { await withLogger(logger) { _ in await feed.run() } }
        dropping = Task { await AccessRetention(log: accessLog, proposals: proposals, months: monthsOfReadings, logger: logger).run() }
        comparing = standby.map { standby in Task { await StandbyWatching(watch: standby.watch, logger: logger).run() } }
        archiving = Task { await ArchiveWatching(database: reads).run() }
        measuring = [
            Task { await StandbyLags(database: reads).run() },
            Task { await ProjectionLag(database: pages, rules: rules, clock: clock).run() },
        ]
        deletingKeys = monthsOfKeys.map { months in
            Task { await KeyRetention(database: commands, months: months, logger: logger).run() }
        }
        following = Task { await follower.run(logger: logger) }
        watchingEpochs = Task {
            await EpochWatching(vault: vault, database: readings, keptDays: daysOfBackups, logger: logger, first: epoch).run()
        }
    }

    /// Answers the accepted work, then closes the connections to the database.
    func close() async {
        await contracts.drain()
        watchingEpochs.cancel()
        await watchingEpochs.value
        dropping.cancel()
        await dropping.value
        deletingKeys?.cancel()
        await deletingKeys?.value
        comparing?.cancel()
        await comparing?.value
        archiving.cancel()
        await archiving.value
        for task in measuring {
            task.cancel()
            await task.value
        }
        watching.cancel()
        await watching.value
        feeding.cancel()
        await feeding.value
        running.cancel()
        await running.value
        following.cancel()
        await following.value
        for pool in pools { await pool.shutdown() }
    }
}

extension PostgresConfiguration {
    /// For a few frequent statements that use an index. Each connection plans them once, whatever their parameters and the sizes of tables.
    /// Planning them each time would cost a quarter more. Not for projections: their servers are chosen by the parameters.
    var plannedOnce: PostgresConfiguration {
        var configuration = self
        configuration.settings.merge(["plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "jit": "off"]) { $1 }
        return configuration
    }

    /// For a service: a server that comes back with a restored log is not used before that is recovered.
    var admittingRecovered: PostgresConfiguration {
        var configuration = self
        configuration.admission = EventLog.isRecovered
        return configuration
    }

    /// For work that changes nothing.
    var readOnly: PostgresConfiguration {
        var configuration = self
        configuration.isReadOnly = true
        return configuration
    }

    /// For long work: no timeouts for statements, for locks, or between the statements of a transaction.
    var withoutLimits: PostgresConfiguration {
        var configuration = self
        configuration.statementTimeout = nil
        configuration.lockTimeout = nil
        configuration.idleInTransactionTimeout = nil
        return configuration
    }
}
