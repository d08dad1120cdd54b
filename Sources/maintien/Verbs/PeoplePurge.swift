import ArgumentParser
import EventLog
import JSON
import Postgres
import Vault

/// The verb `people purge`: removes the deleted data of erased people from the database's files.
struct PeoplePurge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Take what was deleted of erased people out of the files of the database, as its owner.",
        discussion: """
            PostgreSQL leaves what is deleted in its files until it writes something else there. This rewrites the tables of people and of \
            idempotency keys, if anybody was erased since the last time; else it does nothing. While a table is rewritten nobody else uses it, so \
            do it at a quiet hour, within a month of an erasure. It waits a third of a second at a time for its turn, and gives up when somebody, \
            such as a dump, uses a table for ten minutes. Interrupted, it is done again the next time.

            It does not reach the write-ahead log and backups: what they hold of the person is sealed under a key that is kept there only wrapped by \
            the vault's master key, until they are overwritten or end.
            """)

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "One JSON object instead of words.")
    var json = false

    func run() async throws {
        let store = try await Store.forOwner(options.settings())
        do {
            let count = try await store.use(store.owner.withoutLimits) { owner in
                try await owner.requireMigrated()
                return try await ErasurePurge(database: owner, and: EventLog.rewritingOfKeys).run()
            }
            print(json ? JSON.text(["purged": JSON(count)]) : "Erasures since the last time: \(count).")
        } catch let error as ErasurePurge.InUse {
            throw VerbTrouble("Somebody uses \(error.table) all the time, a dump perhaps: it was not purged. Purge again later.")
        } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
            throw VerbTrouble("This login may not rewrite tables: purge as the owner of the database.")
        }
    }
}
