import ArgumentParser
import ContractService
import Contracts
import FoundationEssentials
import Postgres
import PrivatePostgres
import Vault

/// From settings to a running service, and back to nothing.
enum Serving {
    /// The real thing.
    static func serve(_ settings: Settings) async throws {
        let rules = try SchemeFiles.rules(settings)
        let http = try await HTTPServing(settings)
        let store = try await Store.open(settings)
        let result = await Result {
            let service = try await Service(
                on: store, masterKey: masterKey(settings, of: store), rules: rules, clock: SystemClock(), logger: http.logger)
            let result = await Result { try await http.run(service) }
            await service.close()
            try result.get()
        }
        await store.close()
        try result.get()
    }

    /// A training ground, on a throw-away database.
    static func sandbox(_ settings: Settings) async throws {
        let rules = try SchemeFiles.rules(settings)
        let http = try await HTTPServing(settings)
        let prefix = "maintien-sandbox-"
        await PrivatePostgres.removeAbandoned(in: "/tmp", prefix: prefix)
        let server = PrivatePostgres(directory: "/tmp/\(prefix)\(UUID().uuidString.prefix(8))", durability: .throwaway)
        let store = try await Store(starting: server, isSandbox: true)
        let clock = SandboxClock()
        let result = await Result {
            let service = try await Service(on: store, masterKey: .random(), rules: rules, clock: clock, logger: http.logger)
            let owner = Database(store.owner, connections: 1)
            let result = await Result {
                try await http.run(service, sandbox: ServiceSandbox(clock: clock, owner: owner))
            }
            await service.close()
            await owner.shutdown()
            try result.get()
        }
        await store.close()
        try result.get()
    }

    private static func masterKey(_ settings: Settings, of store: Store) throws -> MasterKey {
        if let path = settings.text("vault.key") { return try MasterKey.file(at: path) }
        guard store.server != nil else {
            throw ValidationError(
                "With --database the vault's master key must be given: --vault-key FILE (head -c 32 /dev/urandom > FILE makes one).")
        }
        return try MasterKey.file(at: Store.dataDirectory(settings) + "/vault.key", createIfMissing: true)
    }
}
