import Access
import Billing
import BillingService
import ContractService
import Logging
import Portfolio
import Postgres
import Vault

/// A desk of runs for one verb, beside a running service or without one.
struct MoneyDesk {
    /// The runs.
    let runs: RunDesk
    /// The names of the schemes that can be run.
    let schemes: [String]
    private let people: Database
    private let follower: Follower

    /// Runs `body` with a desk. Turns refusals into texts for the terminal.
    static func use<Value: Sendable>(_ settings: Settings, _ body: (MoneyDesk) async throws -> Value) async throws -> Value {
        let (rules, money) = try SchemeFiles.rulesAndMoney(settings)
        let store = try await Store.forQuestions(settings)
        do {
            return try await ending(with: store.close) {
                // Nobody waits for an answer, so a slow statement on a busy server is no outage.
                var patient = store.service
                patient.statementTimeout = .seconds(60)
                patient.lockTimeout = .seconds(60)
                patient.idleInTransactionTimeout = .seconds(60)
                let pools = [
                    Database(store.service.readingProjections.withoutLimits, connections: 6), Database(patient, connections: 2),
                    Database(store.service.withoutLimits.changingProjections, connections: 1), Database(store.people, connections: 1),
                ]
                return try await ending(with: { for pool in pools { await pool.shutdown() } }) {
                    let (runs, commands) = (pools[0], pools[1])
                    let vault = try await Import.vault(settings, of: store, in: commands, makesKey: false)
                    try await commands.requireRecovered()
                    let contracts = ContractService(
                        commands: commands, reads: commands, vault: vault, schemes: rules.schemes, money: money.parameters,
                        clock: SystemClock(), employers: try settings.employers)
                    let portfolio = Portfolio(streams: runs, pages: runs, rules: rules, clock: SystemClock())
                    let desk = RunDesk(
                        database: runs, commands: commands, reads: commands, streams: runs, portfolio: portfolio, contracts: contracts,
                        money: money.parameters, digests: money.digests, vault: vault)
                    return try await ending(with: contracts.drain) {
                        try await body(
                            MoneyDesk(
                                runs: desk, schemes: money.parameters.keys.sorted(), people: pools[3],
                                follower: Follower(database: pools[2], rules: rules)))
                    }
                }
            }
        } catch let trouble as CallerRegister.Trouble {
            throw VerbTrouble(Settings.words(trouble))
        } catch { throw VerbTrouble(ofMoney: error) ?? error }
    }

    /// Runs `body` while the projections follow the log and accepted runs are made, as a service does.
    func working<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let silent = Logger(label: "maintien") { _ in SwiftLogNoOpLogHandler() }
        let tasks = [Task { await follower.run(logger: silent) }, Task { await runs.run(logger: silent) }]
        return try await ending(with: {
            for task in tasks {
                task.cancel()
                await task.value
            }
        }) { try await body() }
    }

    /// The supervisor whom the register names.
    func supervisor(_ name: String) async throws -> Caller { try await caller(name, inOneOf: [.supervisor]) }

    /// The caller of one of these roles whom the register names.
    func caller(_ name: String, inOneOf roles: [Role]) async throws -> Caller {
        try await CallerRegister(people).caller(name, inOneOf: roles)
    }

    /// Records that somebody takes a file, before it is given.
    func record(_ reading: Reading) async throws { try await AccessLog(database: people).record(reading) }
}
