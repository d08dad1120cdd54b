import Access
import DatabaseSchema
import Postgres

extension Settings {
    /// Runs `body` with the database of callers and keys, and tells what it refuses in words.
    func withAccess<T: Sendable>(_ body: (Database) async throws -> T) async throws -> T {
        let store = try await Store.forQuestions(self)
        let database = Database(store.people, connections: 1)
        let result = await Result {
            let pending = try await database.withSession { session in try Migrator().pending(in: session) }
            guard pending.isEmpty else { throw Trouble("The database lacks a migration: run `maintien migrate` as its owner.") }
            return try await body(database)
        }
        await database.shutdown()
        await store.close()
        do { return try result.get() } catch let trouble as CallerRegister.Trouble { throw Trouble(Self.words(trouble)) } catch let trouble
            as APIKeys.Trouble
        { throw Trouble(Self.words(trouble)) }
    }

    /// What a person at a terminal is told.
    static func words(_ trouble: CallerRegister.Trouble) -> String {
        switch trouble {
        case .unknownCaller:
            "The register holds no such caller: one who never called, and a local token before the first start, are not there."
        case .needsRole(let role): "This caller may not do that: it needs the role \(role.rawValue)."
        case .unknownContract: "The log holds no such contract."
        }
    }

    private static func words(_ trouble: APIKeys.Trouble) -> String {
        switch trouble {
        case .lifetime: "A key lasts from 1 to 400 days."
        case .employer: "A key of the role employer needs --employer, and no other key has one."
        case .role: "No key gives the role agent: agents call with tokens."
        case .needsSupervisor: "Only a key of the role operator can be made without a supervisor: name one with --as."
        case .unknownKey: "There is no such key, or it is revoked already."
        }
    }
}
