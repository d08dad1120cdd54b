import DatabaseSchema
import Postgres
import PostgresTesting
import Vault

@testable import ContractService

/// A service on a server of a test's own, and connections that look on and interfere.
struct ServiceOnServer: Sendable {
    let contracts: ContractService
    let database: Database
    let owner: Database

    /// Makes the log, for a service.
    static func prepare(_ configuration: PostgresConfiguration) async throws {
        let owner = Database(configuration.patient, connections: 1)
        _ = try await owner.withSession { try Migrator().migrate(in: $0) }
        await owner.shutdown()
    }

    /// - Parameters:
    ///   - patience: how long the database may take with a group of commands.
    ///   - connecting: how long a connection may take to open: short where a test has the server stand still.
    init(
        on owner: PostgresConfiguration, masterKey: MasterKey, patience: Duration = .seconds(600), connecting: Duration = .seconds(600)
    ) async throws {
        self.owner = Database(owner.patient, connections: 2)
        var service = owner.patient
        service.role = "maintien_service"
        let vault = try await Database.opened(service) { database in
            try await database.withSession { session in try Vault.open(masterKey, in: session) }
        }
        service.connectTimeout = connecting
        let database = Database(service, connections: 6)
        self.database = database
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
            // Each wait once: it ends for certain, and a second request could end the statement after it.
            var cancelled: Set<String> = []
            while !Task.isCancelled {
                let waits = try? await owner.withSession { session in
                    try session.query(
                        "SELECT pid, query_start::text FROM pg_stat_activity WHERE wait_event = 'SyncRep'", as: (Int32, String).self)
                }
                for (pid, begun) in waits ?? [] where !cancelled.contains("\(pid) \(begun)") {
                    let isSent = (try? await owner.withSession { try $0.execute("SELECT pg_cancel_backend(\(pid))") }) != nil
                    if isSent { cancelled.insert("\(pid) \(begun)") }
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
