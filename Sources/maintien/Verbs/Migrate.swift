import ArgumentParser
import DatabaseSchema
import Postgres

/// Brings the schema of a database up to date.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the schema of a database up to date, as its owner.",
        discussion:
            "Forward only, all that is missing or nothing; run twice it changes nothing. The service's role maintien_service is made if it is missing: a login is made of it by CREATE ROLE name LOGIN IN ROLE maintien_service PASSWORD 'secret'."
    )

    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let store = try await Store.open(options.settings())
        let database = Database(store.owner, connections: 1)
        let result = await Result { try await database.withSession { session in try Migrator().migrate(in: session) } }
        await database.shutdown()
        await store.close()
        do { _ = try result.get() } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
            throw Trouble("This login may not change the schema: migrate as the owner of the database, with the right to create roles.")
        }
        for migration in try result.get() { print("applied \(migration.name)") }
        print("The schema is up to date.")
        if store.server == nil { print("The service needs a login of its own, once. As the owner: \(ServiceLogin.recipe)") }
    }
}

extension Result where Failure == any Error {
    /// What `body` returns or throws, so that what follows is done either way.
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
