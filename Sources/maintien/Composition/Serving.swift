import ArgumentParser
import ContractService
import Contracts
import Glibc
import Postgres
import PrivatePostgres
import Vault

/// Builds a service from settings, runs it, and takes it down.
enum Serving {
    /// Runs the service in production.
    static func serve(_ settings: Settings) async throws {
        ignoreHangUp()
        let (rules, money) = try SchemeFiles.rulesAndMoney(settings)
        let limits = try settings.contractLimits()
        let months = try settings.monthsOfReadings()
        let monthsOfKeys = try settings.monthsOfKeys()
        let daysOfBackups = try settings.daysOfBackups()
        let issuer = try settings.tokenIssuer()
        let signIn = try settings.providerSettings()
        let reading = try ReadStore(settings)
        let http = try await HTTPServing(settings)
        defer { withExtendedLifetime(http) {} }  // it handles signals until all is closed
        let store = try await Store.openUnchecked(settings)
        try store.requirePrimary()
        let data = store.server == nil ? nil : DataDirectory(settings)
        try await ending(with: store.close) {
            let key = try masterKey(settings, of: store)
            if store.server == nil {
                try await store.requireOwnSessions()
                try await ServiceLogin(of: store).check()
            }
            try await reading?.requireOwnSessions(logger: http.logger)
            let service = try await RunningService(
                on: store, reading: reading, masterKey: key, rules: rules, money: money, limits: limits, employers: settings.employers,
                clock: SystemClock(), monthsOfReadings: months, monthsOfKeys: monthsOfKeys, daysOfBackups: daysOfBackups,
                logger: http.logger)
            try await ending(with: service.close) {
                let access = try await AccessService(
                    issuer: issuer, signIn: signIn, on: store, local: http.localCallers, logger: http.logger)
                try await ending(with: access.close) {
                    try await http.run(service, callers: access.finder, provider: access.provider, data: data)
                }
            }
        }
    }

    /// Runs a sandbox on a temporary database.
    static func sandbox(_ settings: Settings) async throws {
        ignoreHangUp()
        let (rules, money) = try SchemeFiles.rulesAndMoney(settings)
        let limits = try settings.contractLimits()
        let months = try settings.monthsOfReadings()
        let monthsOfKeys = try settings.monthsOfKeys()
        let daysOfBackups = try settings.daysOfBackups()
        let http = try await HTTPServing(settings, isSandbox: true)
        defer { withExtendedLifetime(http) {} }
        let folder: ThrowawayFolder
        do throws(PrivatePostgresError) { folder = try ThrowawayFolder.ofUser(named: "maintien-sandboxes") } catch {
            throw VerbTrouble(
                "There is no place for a sandbox: \(error)."
                    + (geteuid() == 0 ? "" : " XDG_STATE_HOME or TMPDIR names a directory elsewhere."))
        }
        await folder.removeAbandoned()
        let store = try await Store(starting: folder.server(logins: [Store.login]), isSandbox: true)
        let clock = SandboxClock()
        try await store.use(store.owner) { owner in
            let service = try await RunningService(
                on: store, masterKey: .random(), rules: rules, money: money, limits: limits, employers: settings.employers, clock: clock,
                monthsOfReadings: months, monthsOfKeys: monthsOfKeys, daysOfBackups: daysOfBackups, logger: http.logger)
            try await ending(with: service.close) {
                try await http.run(service, sandbox: ServiceSandbox(clock: clock, owner: owner))
            }
        }
    }

    /// Ignores SIGHUP and SIGUSR1, so that an early one does not end the service. SIGUSR1 asks for a link.
    private static func ignoreHangUp() { for number in [SIGHUP, SIGUSR1] { signal(number, SIG_IGN) } }

    private static func masterKey(_ settings: Settings, of store: Store) throws -> MasterKey {
        if let path = settings.text("vault.key") { return try MasterKey.secret(at: path) }
        guard store.server != nil else {
            throw ValidationError(
                "With --database the vault's master key must be given: --vault-key FILE (head -c 32 /dev/urandom > FILE makes one).")
        }
        return try MasterKey.secret(at: Store.dataDirectory(settings) + "/vault.key", createIfMissing: true)
    }
}
