import ArgumentParser
import CivilTime
import ContractService
import EventLog
import FoundationEssentials
import JSON
import Portfolio
import Postgres
import PrivatePostgres
import Vault

/// The verb `recover`: repairs a log after a restored backup or a wrong clock.
struct Recover: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begin a new incarnation of a restored log, or accept the clock, as the database's owner.",
        discussion: """
            After a backup was restored: the log is proven from end to end, as by `maintien verify`, what it has lost is listed, and its next incarnation begins. \
            People who were erased after the backup are erased again, and the projections are proved. Whoever holds a \
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

            The register of erasures is kept elsewhere: `maintien people erasures` writes it. A log that `maintien restore` has restored needs it, \
            or --no-erasures when there is none. Interrupted, recover again.

            Exit status 0 when it is done, 1 when the log is damaged: then no incarnation begins; or when projections differ: rebuild them, 2 when it cannot be done.
            """)

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "Accept the clock of this machine, and the end of the log, as they are now. Nothing else.")
    var acceptClock = false

    @Option(help: ArgumentHelp("The register of erasures, kept elsewhere: who is in it is erased again.", valueName: "file"))
    var erasures: String?

    @Flag(help: "There is no register of erasures that was kept elsewhere.")
    var noErasures = false

    @Option(
        help: ArgumentHelp("What a consumer has of GET /v1/events, a page or an event a line: what is lost is listed.", valueName: "file"))
    var feed: String?

    @Option(help: ArgumentHelp("The last position that somebody knows, such as that of an answer.", valueName: "position"))
    var knownPosition: Int64?

    @Flag(help: "One JSON object instead of words.")
    var json = false

    func validate() throws {
        let isForRestored = erasures != nil || noErasures || feed != nil || knownPosition != nil
        if acceptClock, isForRestored { throw ValidationError("--accept-clock stands alone.") }
        if erasures != nil, noErasures { throw ValidationError("--erasures and --no-erasures exclude one another.") }
    }

    func run() async throws {
        let settings = try await options.settings()
        let register = try erasures.map { try ErasureRegisterFile(path: $0).read() }
        let store = try await Store.forOwner(settings)
        do {
            let report = try await store.use(store.owner.withoutLimits) { owner in
                if acceptClock { return try await Report(words: acceptedClock(in: owner), isSound: true) }
                try await owner.requireMigrated()
                return try await recovered(owner, store, register, try SchemeFiles.rules(settings))
            }
            print(report.words)
            if !report.isSound { throw ExitCode(1) }
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

    /// What is printed, and whether all is as it should be.
    private struct Report: Sendable {
        let words: String
        let isSound: Bool
    }

    private func recovered(_ owner: Database, _ store: Store, _ register: ErasureRegisterFile.Content?, _ rules: ProjectionRules)
        async throws -> Report
    {
        let (isRestored, former) = try await owner.withSession { session in
            (try EventLog.awaitsRecovery(in: session), try EventLog.identity(in: session))
        }
        if isRestored, register == nil, !noErasures {
            throw VerbTrouble("The log was restored from a backup: name the register of erasures by --erasures, or say --no-erasures.")
        }
        if let register, register.log != former.id {
            throw VerbTrouble("The register of erasures that is named is of another log, \(register.log.text).")
        }
        let head = try await EventLog.verify(owner)
        let lost = try LostEvents(after: head.position, known: knownPosition, feed: feed)
        let log = try await owner.withSession { session in try EventLog.beginIncarnation(in: session) }
        let (erased, unknown) = try await Database.opened(store.service.withoutLimits) { service in
            try await erase(register?.entries ?? [], in: service)
        }
        let differences = try await Database.opened(store.service.withoutLimits.readOnly, connections: 3) { database async throws -> Int? in
            do { return try await ProjectionProof(database: database, rules: rules).run().differences.count } catch PortfolioError.outdated
            {
                return nil
            }
        }
        let projections =
            switch differences {
            case 0?: "The projections say what the log does."
            case let count?: "The projections of \(count) contracts are not what the log makes: run `maintien rebuild --force`."
            case nil: "The projections were made by other rules or parameters: run `maintien rebuild --force`."
            }
        // Only now may a service take the log.
        try await owner.withSession { session in try EventLog.endRecovery(in: session) }
        let hash = head.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        if json {
            return Report(
                words: JSON.text([
                    "recovered": true, "log": .string(log.id.text), "incarnation": JSON(log.incarnation),
                    "begunAfter": JSON(Int(log.begunAfter)), "position": JSON(Int(head.position)), "hash": .string(hash), "lost": lost.json,
                    "erasedAgain": JSON(erased), "erasedUnknown": JSON(unknown), "projectionsDiffer": JSON(differences),
                ]), isSound: differences == 0)
        }
        let words = [
            "The log is whole. Events: \(head.position). Last hash: \(hash)",
            lost.words,
            register == nil ? nil : "Erased again: \(erased). Not known to the restored log: \(unknown).",
            projections,
            "Incarnation \(log.incarnation) of log \(log.id.text) begins after position \(log.begunAfter). Start the services again.",
        ]
        return Report(words: words.compactMap(\.self).joined(separator: "\n"), isSound: differences == 0)
    }

    /// Erases again who is in the register that was kept elsewhere, and not in that of this log.
    private func erase(_ entries: [ErasureEntry], in service: Database) async throws -> (erased: Int, unknown: Int) {
        let known = Set(try await service.withSession { session in try ErasureEntry.all(in: session) }.map(\.owner))
        var (erased, unknown) = (0, 0)
        for entry in entries where !known.contains(entry.owner) {
            switch try await service.withSession({ session in try entry.repeated(by: SystemClock(), in: session) }) {
            case .erased: erased += 1
            case .personUnknown: unknown += 1
            }
        }
        return (erased, unknown)
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
