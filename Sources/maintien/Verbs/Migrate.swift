import ArgumentParser
import DatabaseSchema
import EventLog
import Portfolio
import Postgres

/// The verb `migrate`: updates the schema of a database.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the schema of a database up to date, as its owner.",
        discussion: """
            Forward only, all that is missing or nothing; run twice it changes nothing. The service's role maintien_service is made if it is missing: a login is \
            made of it by CREATE ROLE name LOGIN IN ROLE maintien_service PASSWORD 'secret'.

            With --distribute the projections are spread over the workers of a Citus cluster, of which this database is the coordinator, in 32 shards or as \
            many as --shards says. The log stays here. On an empty log or a filled one: the next version of the projections is made on the workers, compared \
            with the one in use, and takes its place, while services go on.

            With --partitions 16 the events are stored in 16 parts, by a hash of their contract, for logs of some 100 million events and more: each part is \
            vacuumed and moved alone. Do it while the log is empty, or once, with every service stopped: the log is verified, moved and verified again in one \
            transaction. That needs the disk of the log twice for a while. Killed at any moment, it leaves the log as it was. Other numbers are refused later.
            """)

    @OptionGroup var options: DatabaseOptions

    @Option(help: ArgumentHelp("Store the events in so many parts, 2 to 256.", valueName: "parts"))
    var partitions: Int?

    @Flag(help: "Spread the projections over the workers of a Citus cluster.") var distribute = false

    @Option(help: ArgumentHelp("With --distribute: over so many shards, 1 to 1024.", valueName: "shards"))
    var shards: Int?

    func validate() throws {
        if let shards, !distribute || !(1...1024).contains(shards) {
            throw ValidationError("--shards is a number from 1 to 1024, and goes with --distribute.")
        }
        if let partitions, !(2...256).contains(partitions) { throw ValidationError("--partitions is a number from 2 to 256.") }
    }

    func run() async throws {
        let settings = try await options.settings()
        let rules = distribute ? try SchemeFiles.rules(settings) : nil
        let store = try await Store.open(settings)
        do {
            try await store.use(store.owner.withoutLimits.changingProjections, connections: Rebuild.connections) {
                [partitions, shards] owner in
                try await owner.withSession { session in
                    let applied = try Migrator().migrate(in: session) { Terminal.note("\($0)") }
                    for migration in applied { print("applied \(migration.name)") }
                    if let partitions { try Migrate.move(intoParts: partitions, in: session) }
                }
                if let rules { try await Migrate.distribute(over: shards, rules: rules, owner) }
            }
        } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
            throw VerbTrouble("This login may not change the schema: migrate as the owner of the database, with the right to create roles.")
        } catch let trouble as PartsTrouble {
            throw VerbTrouble(sentence: trouble)
        } catch let trouble as Distribution.Trouble {
            throw VerbTrouble(sentence: trouble)
        }
        print("The schema is up to date.")
        if store.server == nil { print("The service needs a login of its own, once. As the owner: \(ServiceLogin.recipe)") }
    }

    private static let usualShards = 32

    /// Has the next versions of the projections spread, and puts one into use.
    ///
    /// - Parameter asked: how many shards; nil: as many as before, or the usual number.
    private static func distribute(over asked: Int?, rules: ProjectionRules, _ owner: Database) async throws {
        let shards = try await owner.withSession { session in
            let shards = try asked ?? Distribution.shards(in: session) ?? Migrate.usualShards
            try Distribution.begin(shards: shards, in: session)
            return shards
        }
        let meter = Meter(isQuiet: false)
        defer { meter.end() }
        let rebuild = Rebuild(database: owner, rules: rules)
        let report = try await Interruption.cancels(Task { try await rebuild.run(.replace) { meter.show($0) } })
        meter.end()
        guard report.isInUse else {
            throw VerbTrouble(
                "Version \(report.former) of the projections stays in use: it was made by other rules, or differs. maintien rebuild --force spreads it."
            )
        }
        // Not spread itself; a service that still reads it leaves it to the next rebuild.
        _ = try? await rebuild.endFormer()
        print("The projections are spread over \(shards) shards.")
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
