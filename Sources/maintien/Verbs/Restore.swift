import ArgumentParser
import CivilTime
import EventLog
import FoundationEssentials
import JSON
import Postgres
import PrivatePostgres

/// The verb `restore`: restores a backup of pgBackRest up to an instant or a position of the log.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Restore a backup of pgBackRest, up to an instant or a position of the log.",
        discussion: """
            Calls pgbackrest, lets PostgreSQL replay the archive up to the target, on a socket that nobody else can use, marks the log as restored, and \
            stops PostgreSQL. Then start PostgreSQL as usual and run `maintien recover`; before that no service takes the log.

            --to 2026-11-30T10:00:00Z  everything that was committed up to this instant, by the database's clock
            --to 4711                  the log up to this position, and what was recorded in the same transaction
            --to end                   everything that is archived

            A position is restored in two steps: up to the end, to find the transaction that recorded it, then up to that transaction.

            Each restoration begins a timeline, and is archived as one. The newest is followed, or that of --timeline: then what is archived of a course of \
            the log that an earlier restoration left can be restored. With --rehearsal the restored server archives nothing: it stands beside the one that \
            the backups are of, and changes nothing of their repository.

            Run it as root or as the user that owns the data directory. PostgreSQL must be stopped, and the directory be there. After an interruption \
            PostgreSQL does not start on the directory: it misses a library named \(RestoredServer.block.value). Then restore again, with --replace.
            """)

    @Option(help: ArgumentHelp("An instant, a position, or end.", valueName: "target"))
    var to: String

    @Option(help: ArgumentHelp("The data directory of PostgreSQL.", valueName: "dir"))
    var pgData: String

    @Option(help: "pgBackRest's stanza.")
    var stanza = "maintien"

    @Option(help: ArgumentHelp("pgBackRest's configuration (default: its own, /etc/pgbackrest.conf).", valueName: "file"))
    var pgbackrestConfig: String?

    @Option(help: "The database that holds the log.")
    var name = "maintien"

    @Option(help: ArgumentHelp("Follow this timeline of the archive (default: the newest).", valueName: "number"))
    var timeline: UInt32?

    @Flag(help: "For a trial: the restored server archives nothing.")
    var rehearsal = false

    @Flag(help: "Replace what the data directory holds now.")
    var replace = false

    @Flag(help: "One JSON object instead of words.")
    var json = false

    /// What to restore.
    private enum Target {
        case end
        case instant(Instant)
        case position(Int64)
    }

    private func target() throws -> Target {
        if to == "end" { return .end }
        if let position = Int64(to), position > 0 { return .position(position) }
        if let instant = Instant(to) { return .instant(instant) }
        throw ValidationError("--to is an instant such as 2026-11-30T10:00:00Z, a position of the log from 1, or end.")
    }

    func validate() throws {
        _ = try target()
        if timeline == 0 { throw ValidationError("--timeline is a number from 1.") }
    }

    func run() async throws {
        let server = try RestoredServer(data: pgData)
        if server.mayRun { throw VerbTrouble("PostgreSQL runs on \(pgData), or was killed there: stop it, or remove its postmaster.pid.") }
        if !server.isEmpty, !replace { throw VerbTrouble("The directory \(pgData) is not empty: with --replace its content is replaced.") }
        let end: Head
        switch try target() {
        case .end: end = try await restored(server, endedBy: .max, "--type=default")
        case .instant(let instant):
            end = try await restored(
                server, endedBy: instant.microseconds / 1_000_000, "--type=time", "--target=\(Self.text(instant))", Self.promote)
        case .position(let position): end = try await restored(server, upTo: position)
        }
        try await server.unblock()
        let last = end.recordedAt.map { "\(Instant(microseconds: $0))" }
        print(
            json
                ? JSON.text([
                    "restored": true, "position": .integer(end.position), "recordedAt": last.map { .string($0) } ?? .null,
                    "archives": .bool(!rehearsal),
                ])
                : """
                Restored. The log ends at position \(end.position)\(last.map { ", recorded at \($0)" } ?? "").\(rehearsal ? "\n\(Self.archivesNothing)" : "")
                Start PostgreSQL on \(pgData), then run `maintien recover` as the database's owner. Until then no service takes the log.
                """)
    }

    private static let promote = "--target-action=promote"
    private static let archivesNothing = "A rehearsal: archive_mode is off in its postgresql.auto.conf."

    /// The form that pgBackRest reads.
    private static func text(_ instant: Instant) -> String {
        "\(instant)".replacing("T", with: " ").replacing("Z", with: "+00")
    }

    /// Restores up to a target, and marks the log. Without a timeline, pgBackRest chooses the backup.
    ///
    /// - Parameter instant: in seconds since 1970; a backup that ended later cannot go back to the target.
    private func restored(_ server: RestoredServer, endedBy instant: Int64, _ target: String...) async throws -> Head {
        if timeline == nil { return try await restored(server, target) }
        return try await fromBackups(server, endedBy: instant) { backup in try await restored(server, backup + target) }
    }

    /// Restores up to a target, and marks the log.
    private func restored(_ server: RestoredServer, _ target: [String]) async throws -> Head {
        try await restore(server, target)
        // What is archived from now on belongs to the new timeline, and the next restoration needs it.
        let settings = rehearsal ? Self.archiveOff : ["archive_mode": "on", "archive_command": "\(archiving) archive-push %p"]
        return try await server.started(settings) { address in
            try await log(at: address) { session in
                if try !EventLog.markRestored(in: session) {
                    Terminal.note("The backup is older than this program: migrate the database before `maintien recover`.")
                }
                return try EventLog.head(in: session)
            }
        }
    }

    private static let archiveOff = ["archive_mode": "off"]

    /// Restores up to the transaction that recorded a position.
    private func restored(_ server: RestoredServer, upTo position: Int64) async throws -> Head {
        let (transaction, end) = try await transaction(server, recording: position)
        guard let transaction else {
            throw VerbTrouble("The archive has the log up to position \(end.position) only: \(position) cannot be restored.")
        }
        if transaction.isRewrite {
            throw VerbTrouble(
                "The rows of the log were written anew after position \(position), as by `maintien migrate --partitions` or from a dump: which "
                    + "transaction recorded it is not known any more. \(Self.advice(transaction))")
        }
        // The clock of pgBackRest may differ from that of the log by a minute.
        return try await fromBackups(server, endedBy: transaction.recordedAt / 1_000_000 + 60) { backup in
            let head = try await restored(server, backup + ["--type=xid", "--target=\(transaction.id)", Self.promote])
            // An append gives all its events one instant, and the log ends with them.
            guard head.position >= position, head.recordedAt == transaction.recordedAt else {
                throw VerbTrouble(
                    "Restored up to position \(head.position): the row of position \(position) was written anew, so which transaction recorded it is "
                        + "not known any more. \(Self.advice(transaction))")
            }
            return head
        }
    }

    /// What to do when nothing tells which transaction recorded a position.
    private static func advice(_ transaction: EventLog.RecordingTransaction) -> String {
        "Restore to an instant: it was recorded at \(Instant(microseconds: transaction.recordedAt))."
    }

    /// Restores up to the end, to find the transaction that recorded a position. Nothing of this is archived: it is replaced afterwards.
    private func transaction(
        _ server: RestoredServer, recording position: Int64
    ) async throws -> (transaction: EventLog.RecordingTransaction?, end: Head) {
        func find(_ backup: [String]) async throws -> (transaction: EventLog.RecordingTransaction?, end: Head) {
            try await restore(server, backup + ["--type=default"])
            return try await server.started(Self.archiveOff) { address in
                try await log(at: address) { session in
                    (try EventLog.transaction(recording: position, in: session), try EventLog.head(in: session))
                }
            }
        }
        return timeline == nil ? try await find([]) : try await fromBackups(server, endedBy: .max, find)
    }

    /// Tries the backups that may lead to a target, the newest first, until PostgreSQL reaches the target from one.
    ///
    /// - Parameters:
    ///   - instant: in seconds since 1970; a backup that ended later cannot go back to the target.
    ///   - attempt: is given what chooses the backup.
    private func fromBackups<Value>(
        _ server: RestoredServer, endedBy instant: Int64, _ attempt: (_ backup: [String]) async throws -> Value
    ) async throws -> Value {
        let backups = try await backups(server).filter { $0.endedAt <= instant && $0.timeline <= timeline ?? .max }
        var trouble: any Error = VerbTrouble("There is no backup from before that.")
        for backup in backups.reversed() {
            do { return try await attempt(["--set=\(backup.label)"]) } catch let error as PrivatePostgresError { trouble = error }
        }
        throw trouble
    }

    /// Puts the files of a backup into the data directory. PostgreSQL does not start on them as usual.
    private func restore(_ server: RestoredServer, _ target: [String]) async throws {
        let block = "--recovery-option=\(RestoredServer.block.name)=\(RestoredServer.block.value)"
        let course = (timeline.map { ["--target-timeline=\($0)"] } ?? []) + (rehearsal ? ["--archive-mode=off"] : [])
        try await pgbackrest(server, ["--pg1-path=\(pgData)", "--delta", block] + course + target + ["restore"])
    }

    private func log<Value: Sendable>(
        at address: PrivatePostgres.Address, _ body: @escaping @Sendable (Session) throws -> Value
    ) async throws -> Value {
        let owner = try PostgresConfiguration(url: address.url(database: name))
        return try await Database.opened(owner) { database in try await database.withSession(body) }
    }

    // MARK: pgBackRest

    private struct Backup {
        let label: String
        /// In seconds since 1970.
        let endedAt: Int64
        /// That of its first file of the write-ahead log.
        let timeline: UInt32
    }

    private func backups(_ server: RestoredServer) async throws -> [Backup] {
        let info = try? JSON(parsing: try await pgbackrest(server, ["--output=json", "info"]))
        return (info?[0]?["backup"]?.array ?? []).compactMap { backup in
            guard let label = backup["label"]?.string, let end = backup["timestamp"]?["stop"]?.integer,
                let timeline = backup["archive"]?["start"]?.string.flatMap({ UInt32($0.prefix(8), radix: 16) })
            else { return nil }
            return Backup(label: label, endedAt: Int64(end), timeline: timeline)
        }
    }

    /// The options that every call has.
    private var common: [String] { (pgbackrestConfig.map { ["--config=\($0)"] } ?? []) + ["--stanza=\(stanza)"] }

    private var archiving: String { (["pgbackrest"] + common).joined(separator: " ") }

    @discardableResult
    private func pgbackrest(_ server: RestoredServer, _ arguments: [String]) async throws -> String {
        let (status, output) = try await server.run("pgbackrest", common + ["--log-level-console=warn"] + arguments)
        guard status == 0 else { throw VerbTrouble("pgbackrest \(arguments.last ?? "") failed: \(output)") }
        return output
    }
}
