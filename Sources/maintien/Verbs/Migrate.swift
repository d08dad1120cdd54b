import ArgumentParser
import DatabaseSchema
import EventLog
import Postgres

/// The verb `migrate`: updates the schema of a database.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the schema of a database up to date, as its owner.",
        discussion: """
            Forward only, all that is missing or nothing; run twice it changes nothing. The service's role maintien_service is made if it is missing: a login is \
            made of it by CREATE ROLE name LOGIN IN ROLE maintien_service PASSWORD 'secret'.

            With --partitions 16 the events are stored in 16 parts, by a hash of their contract, for logs of some 100 million events and more: each part is \
            vacuumed and moved alone. Do it while the log is empty, or once, with every service stopped: the log is verified, moved and verified again in one \
            transaction. That needs the disk of the log twice for a while. Killed at any moment, it leaves the log as it was. Other numbers are refused later.
            """)

    @OptionGroup var options: DatabaseOptions

    @Option(help: ArgumentHelp("Store the events in so many parts, 2 to 256.", valueName: "parts"))
    var partitions: Int?

    func validate() throws {
        if let partitions, !(2...256).contains(partitions) { throw ValidationError("--partitions is a number from 2 to 256.") }
    }

    func run() async throws {
        let store = try await Store.open(options.settings())
        do {
            try await store.use(store.owner.withoutLimits) { [partitions] owner in
                try await owner.withSession { session in
                    for migration in try Migrator().migrate(in: session) { print("applied \(migration.name)") }
                    if let partitions { try Migrate.move(intoParts: partitions, in: session) }
                }
            }
        } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
            throw VerbTrouble("This login may not change the schema: migrate as the owner of the database, with the right to create roles.")
        } catch let trouble as PartsTrouble {
            throw VerbTrouble("\(trouble.description.prefix(1).uppercased())\(trouble.description.dropFirst()).")
        }
        print("The schema is up to date.")
        if store.server == nil { print("The service needs a login of its own, once. As the owner: \(ServiceLogin.recipe)") }
    }

    private static func move(intoParts count: Int, in session: Session) throws {
        guard try EventLog.parts(in: session) != count else { return print("The log is stored in \(count) parts.") }
        let meter = Meter(isQuiet: false)
        defer { meter.end() }
        try EventLog.move(intoParts: count, in: session) { isMoved, proven, end in
            meter.show(
                isMoved ? "events verified after the move" : "events verified before the move", Int(proven.position), of: Int(end.position))
        }
        meter.end()
        print("The log is stored in \(count) parts now, and is whole.")
    }
}
