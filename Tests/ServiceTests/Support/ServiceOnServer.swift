import DatabaseSchema
import Postgres
import Vault

@testable import ContractService

/// A service on a server of a test's own, and connections that look on and interfere.
struct ServiceOnServer: Sendable {
    let contracts: ContractService
    let database: Database
    let owner: Database

    /// Makes the log, for a service.
    static func prepare(_ configuration: PostgresConfiguration) async throws {
        let owner = Database(configuration, connections: 1)
        _ = try await owner.withSession { try Migrator().migrate(in: $0) }
        await owner.shutdown()
    }

    /// - Parameter patience: how long the database may take with a group of commands.
    init(on owner: PostgresConfiguration, masterKey: MasterKey, patience: Duration = .seconds(600)) async throws {
        var service = owner
        service.role = "maintien_service"
        service.lockTimeout = .seconds(600)
        service.statementTimeout = .seconds(600)
        service.idleInTransactionTimeout = .seconds(600)
        let database = Database(service, connections: 6)
        self.database = database
        self.owner = Database(owner, connections: 2)
        let vault = try await database.withSession { try Vault.open(masterKey, in: $0) }
        contracts = ContractService(
            commands: database, reads: database, vault: vault, schemes: .littoral, money: [:], clock: SandboxClock(), patience: patience)
    }

    func close() async {
        await contracts.drain()
        await database.shutdown()
        await owner.shutdown()
    }

    /// Cancels every wait for a standby until `body` has ended.
    func cancellingWaits<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
        let cancelling = Task { [owner] in
            while !Task.isCancelled {
                _ = try? await owner.withSession { session in
                    try session.execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                }
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        cancelling.cancel()
        await cancelling.value
        return try result.get()
    }
}
