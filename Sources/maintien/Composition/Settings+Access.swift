import Access
import Postgres

extension Settings {
    /// Runs `body` with the database of callers and keys. Turns its refusals into texts for the terminal.
    func withAccess<T: Sendable>(_ body: (Database) async throws -> T) async throws -> T {
        let store = try await Store.forQuestions(self)
        do {
            return try await store.use(store.people) { database in
                try await database.requireMigrated()
                return try await body(database)
            }
        } catch let trouble as CallerRegister.Trouble {
            throw VerbTrouble(Self.words(trouble))
        } catch let trouble as APIKeys.Trouble {
            throw VerbTrouble(Self.words(trouble))
        }
    }

    /// The trouble as a text for the terminal.
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
