import ArgumentParser
import CivilTime
import ContractService
import EventLog
import FoundationEssentials
import JSON
import Postgres
import PrivatePostgres

/// The verb `recover`: repairs a log after a restored backup or a wrong clock.
struct Recover: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begin a new incarnation of a restored log, or accept the clock, as the database's owner.",
        discussion: """
            After a backup was restored: the log is proven from end to end, as by `maintien verify`, and its next incarnation begins. Whoever holds a \
            cursor of the feed or an entity tag of the one before is told so (409) and does not go on with another history. A dump that is restored into \
            another database begins one by itself when it is served; a restored data directory, or a point in time, needs this. Stop the \
            services before, and start them afterwards: what they remember is of the incarnation before.

            With --accept-clock instead: the log and its incarnation stay as they are, and commands that were refused for the clock (`service.clock`) are \
            recorded again, at once and by services that run. Two things are accepted:
              - The clock of this machine is right. Where it differs from that of the database by more than 60 s, the log's clock is from now on \
            the database's plus that difference; else just the database's. It holds until the next --accept-clock. So give it on a machine whose \
            clock is right, after setting the clocks that can be set.
              - If the log ends in the future, it ends there. Later events are recorded at that instant, until the clock has reached it. An end \
            still further in the future is refused again.

            Exit status 0 when it is done, 1 when the log is damaged: then no incarnation begins, 2 when it cannot be done.
            """)

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "Accept the clock of this machine, and the end of the log, as they are now. Nothing else.")
    var acceptClock = false

    @Flag(help: "One JSON object instead of words.")
    var json = false

    func run() async throws {
        let store = try await Store.forOwner(options.settings())
        do {
            print(
                try await store.use(store.owner.withoutLimits) { owner in
                    try await acceptClock ? acceptedClock(in: owner) : begunIncarnation(in: owner)
                })
        } catch let damage as LogDamage {
            print(
                json
                    ? JSON.text(["recovered": false, "position": JSON(Int(damage.position)), "damage": .string("\(damage.kind)")])
                    : "\(damage)")
            throw ExitCode(1)
        } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
            throw VerbTrouble("This login may not change what the log is: recover as the owner of the database.")
        }
    }

    private func begunIncarnation(in owner: Database) async throws -> String {
        let head = try await EventLog.verify(owner)
        let log = try await owner.withSession { session in try EventLog.beginIncarnation(in: session) }
        let hash = head.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        if json {
            return JSON.text([
                "recovered": true, "log": .string(log.id.text), "incarnation": JSON(log.incarnation),
                "begunAfter": JSON(Int(log.begunAfter)), "position": JSON(Int(head.position)), "hash": .string(hash),
            ])
        }
        return """
            The log is whole. Events: \(head.position). Last hash: \(hash)
            Incarnation \(log.incarnation) of log \(log.id.text) begins after position \(log.begunAfter). Start the services again.
            """
    }

    private func acceptedClock(in owner: Database) async throws -> String {
        let accepted = try await owner.withSession { session in
            try EventLog.acceptClock({ SystemClock().now().microseconds }, in: session)
        }
        let end = accepted.end.map { "\(Instant(microseconds: $0))" }
        let seconds = accepted.offset / 1_000_000
        if json {
            return JSON.text(["accepted": true, "offsetSeconds": JSON(Int(seconds)), "endOfLog": end.map { .string($0) } ?? .null])
        }
        let clock =
            seconds == 0
            ? "The log's clock is the database's."
            : "The log's clock is the database's, \(abs(seconds)) s \(seconds < 0 ? "back" : "forward")."
        return end.map { "\(clock) The log ends in the future, at \($0): later events are recorded at that instant until then." } ?? clock
    }
}
