import ArgumentParser
import DatabaseSchema
import Postgres

/// The verb `migrate`: updates the schema of a database.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the schema of a database up to date, as its owner.",
        discussion:
            "Forward only, all that is missing or nothing; run twice it changes nothing. The service's role maintien_service is made if it is missing: a login is made of it by CREATE ROLE name LOGIN IN ROLE maintien_service PASSWORD 'secret'."
    )

    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let store = try await Store.open(options.settings())
        do {
            let applied = try await store.use(store.owner) { owner in
                try await owner.withSession { session in try Migrator().migrate(in: session) }
            }
            for migration in applied { print("applied \(migration.name)") }
        } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
            throw VerbTrouble("This login may not change the schema: migrate as the owner of the database, with the right to create roles.")
        }
        print("The schema is up to date.")
        if store.server == nil { print("The service needs a login of its own, once. As the owner: \(ServiceLogin.recipe)") }
    }
}
