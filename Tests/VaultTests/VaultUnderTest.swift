import DatabaseSchema
import FoundationEssentials
import Postgres
import PostgresTesting
import Vault

/// An open vault in a database of a test's own.
struct VaultUnderTest: Sendable {
    /// With the rights of the service.
    let service: Database
    /// With every right.
    let owner: Database
    /// How to connect with every right.
    let configuration: PostgresConfiguration
    let masterKey: MasterKey
    let vault: Vault

    func put(_ records: Record...) async throws {
        try await service.withSession { [vault] in try vault.put(records, in: $0) }
    }

    func record(_ kind: Kind, of person: VaultPerson, in contract: UUID) async throws -> Record? {
        try await service.withSession { [vault] in try vault.record(kind, of: person, in: contract, in: $0) }
    }

    func records(of contract: UUID) async throws -> [Record] {
        try await service.withSession { [vault] in try vault.records(of: contract, in: $0) }
    }

    func asOwner(_ script: String) async throws {
        try await owner.withSession { try $0.executeScript(script) }
    }
}

func withVault<T>(_ body: (VaultUnderTest) async throws -> T) async throws -> T {
    try await withDatabase(template: "vault") { url in
        let database = Database(try PostgresConfiguration(url: url).patient, connections: 1)
        _ = try await database.withSession { try Migrator().migrate(in: $0) }
        await database.shutdown()
    } _: { database in
        var configuration = database.configuration
        configuration.role = "maintien_service"
        let service = Database(configuration, connections: 4)
        let owner = Database(database.configuration, connections: 1)
        let masterKey = MasterKey.random()
        let vault = try await service.withSession { try Vault.open(masterKey, in: $0) }
        let made = VaultUnderTest(
            service: service, owner: owner, configuration: database.configuration, masterKey: masterKey, vault: vault)
        let result = try await body(made)
        await service.shutdown()
        await owner.shutdown()
        return result
    }
}

extension Record {
    static func identity(of person: VaultPerson, in contract: UUID, _ content: String) -> Record {
        Record(contract: contract, person: person, kind: .identity, content: Array(content.utf8))
    }

    static func account(_ reference: String, in contract: UUID, _ content: String) -> Record {
        Record(contract: contract, person: .holder, kind: .bankDetails(mandateReference: reference), content: Array(content.utf8))
    }
}
