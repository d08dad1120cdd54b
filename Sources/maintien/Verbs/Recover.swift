import ArgumentParser
import CivilTime
import ContractService
import EventLog
import JSON
import Postgres
import Seals

/// The verb `recover`: repairs a log after a restored backup or a wrong clock.
struct Recover: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begin a new incarnation of a restored log, or accept the clock, as the database's owner.",
        discussion: """
            After a backup was restored: the log is proven from end to end, as by `maintien verify`, and held against its seals. The positions that it has \
            lost are listed: those up to the newest seal, and those that --feed and --known-position tell of. Its next incarnation begins. \
            People who were erased after the backup are erased again, and the projections are proved. Whoever holds a \
            cursor of the feed or an entity tag of the one before is told so (409) and does not go on with another history. A dump that is restored into \
            another database begins one by itself when it is served; a restored data directory, or a point in time, needs this. Stop the \
            services before: while one has sessions in the database, nothing is recovered. Start them afterwards: what they remember is of the \
            incarnation before.

            With --accept-clock instead: the log and its incarnation stay as they are, and commands that were refused for the clock (`service.clock`) are \
            recorded again, at once and by services that run. Two things are accepted:
              - The clock of this machine is right. Where it differs from that of the database by more than 60 s, the log's clock is from now on \
            the database's plus that difference; else just the database's. It holds until the next --accept-clock. So give it on a machine whose \
            clock is right, after setting the clocks that can be set.
              - If the log ends in the future, it ends there. Later events are recorded at that instant, until the clock has reached it. An end \
            still further in the future is refused again.

            Seals and the register of erasures are kept elsewhere: `maintien seal` writes both. A log that `maintien restore` has \
            restored needs both, or the word that there are none. While --feed tells of an erasure that no register has, nothing is recovered, and the person \
            is named by contract and id. Interrupted, recover again: no other incarnation begins. Afterwards say once `maintien seal --after-recovery`.

            Exit status 0 when it is done, 1 when the log is damaged or does not hold a seal: then no incarnation begins; or when projections differ: rebuild \
            them, 2 when it cannot be done, or a register lacks an erasure: then no service takes the log.
            """)

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "Accept the clock of this machine, and the end of the log, as they are now. Nothing else.")
    var acceptClock = false

    @Option(help: ArgumentHelp("The directory of the seals: the log must hold them.", valueName: "dir"))
    var seals: String?

    @Option(help: ArgumentHelp("With --seals: the file of the public keys of sealers and witnesses, one a line.", valueName: "file"))
    var sealKeys: String?

    @Flag(help: "There are no seals.")
    var noSeals = false

    @Option(
        help: ArgumentHelp(
            "The register of erasures, kept elsewhere: who is in it is erased again (default: those in --seals).", valueName: "file"))
    var erasures: String?

    @Flag(
        help:
            "No register of erasures was kept elsewhere, or it ends too early. Who was erased by what --feed tells is erased again by that."
    )
    var acceptLostErasures = false

    @Option(
        help: ArgumentHelp("What a consumer has of this log's feed, a page or an event a line: what is lost is listed.", valueName: "file"))
    var feed: String?

    @Option(help: ArgumentHelp("The last position that somebody knows, such as that of an answer.", valueName: "position"))
    var knownPosition: Int64?

    @Flag(help: "One JSON object instead of words.")
    var json = false

    func validate() throws {
        let isForRestored =
            seals != nil || noSeals || erasures != nil || acceptLostErasures || feed != nil || knownPosition != nil
        if acceptClock, isForRestored { throw ValidationError("--accept-clock stands alone.") }
        if (seals == nil) != (sealKeys == nil) { throw ValidationError("--seals and --seal-keys go together.") }
        if let knownPosition, !LostEvents.positions.contains(knownPosition) {
            throw ValidationError("--known-position is a position of the log, from 1.")
        }
        if seals != nil, noSeals { throw ValidationError("--seals and --no-seals exclude one another.") }
    }

    func run() async throws {
        let settings = try await options.settings()
        let keys = try sealKeys.map { try SealKeys.file(at: $0) }
        let shelf = try seals.flatMap { path in try keys.map { SealShelf(try SealDirectory(path: path).files(), by: $0) } }
        let registers = try registerFiles.map { try $0.read() }
        let store = try await Store.forOwner(settings)
        do {
            let (words, isSound) = try await store.use(store.owner.withoutLimits) { owner in
                if acceptClock {
                    let words = try await acceptedClock(in: owner)
                    return (words, true)
                }
                try await owner.requireMigrated()
                try await requireEvidence(registers, in: owner)
                let report = try await LogRecovery(
                    owner: owner, store: store, rules: SchemeFiles.rules(settings), shelf: shelf, registers: registers,
                    acceptsLostErasures: acceptLostErasures, feed: feed, knownPosition: knownPosition
                ).run()
                return (json ? JSON.text(report.json) : report.words, report.isSound)
            }
            print(words)
            if !isSound { throw ExitCode(1) }
        } catch let damage as LogDamage {
            print(
                json
                    ? JSON.text(["recovered": false, "position": JSON(Int(damage.position)), "damage": .string("\(damage.kind)")])
                    : "\(damage)")
            throw ExitCode(1)
        } catch let problem as SealProblem {
            print(
                json
                    ? JSON.text(["recovered": false, "seals": .array(problem.findings.map(\.json))])
                    : problem.findings.map(\.description).joined(separator: "\n"))
            throw ExitCode(1)
        } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
            throw VerbTrouble("This login may not change what the log is: recover as the owner of the database.")
        }
    }

    /// The register that is named, or those beside the seals.
    private var registerFiles: [ErasureRegisterFile] {
        if let erasures { return [ErasureRegisterFile(path: erasures)] }
        return seals.map { ErasureRegisterFile.all(besideSealsIn: $0) } ?? []
    }

    /// - Throws: when the log was restored and seals or erasures are not mentioned, and when the register is of another log.
    private func requireEvidence(_ registers: [ErasureRegisterFile.Content], in owner: Database) async throws {
        let (state, log) = try await owner.withSession { session in
            (try EventLog.recoveryState(in: session), try EventLog.identity(in: session).id)
        }
        if state != .none, seals == nil, !noSeals {
            throw VerbTrouble("The log was restored from a backup: name its seals by --seals and --seal-keys, or say --no-seals.")
        }
        if state != .none, registers.isEmpty, !acceptLostErasures {
            throw VerbTrouble(
                "The log was restored from a backup: name the register of erasures by --erasures, or say --accept-lost-erasures.")
        }
        if let other = registers.first(where: { $0.log != log }) {
            throw VerbTrouble("The register of erasures that is named is of another log, \(other.log.text).")
        }
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
