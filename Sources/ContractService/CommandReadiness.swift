import EventLog
import Postgres

/// Says whether a command could be made durable now: by a small write, whose verdict all who ask within a second share.
actor CommandReadiness {
    private let database: Database
    private var last: (asked: ContinuousClock.Instant, verdict: Task<Verdict, Never>)?

    typealias Verdict = (isReady: Bool, detail: String)

    /// How long a verdict is shared.
    private static let age = Duration.seconds(1)
    /// How long the write may take, with its wait for a connection and for standbys.
    private static let patience = Duration.seconds(3)

    /// - Parameter database: the connections of commands.
    init(database: Database) { self.database = database }

    /// Whether a command could be made durable, in words fit for anyone.
    var verdict: Verdict {
        get async {
            if let last, last.asked + CommandReadiness.age > .now { return await last.verdict.value }
            let task = Task { [database] in await CommandReadiness.probe(database) }
            last = (.now, task)
            return await task.value
        }
    }

    private static func probe(_ database: Database) async -> Verdict {
        do {
            let position = try await database.withSession(deadline: patience) { session in try EventLog.probe(in: session) }
            guard let position else { return (false, "the database is read-only") }
            return (true, "the log is at position \(position)")
        } catch let error as PostgresError where error.code == .notReplicated {
            return (false, "no synchronous standby confirms what is written")
        } catch {
            return (false, "the database does not answer")
        }
    }
}
