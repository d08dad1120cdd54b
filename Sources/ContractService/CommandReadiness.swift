import EventLog
import Postgres

/// Tests with a small write whether commands can be made durable now. All callers within a second share one result.
actor CommandReadiness {
    private let database: Database
    private var last: (asked: ContinuousClock.Instant, verdict: Task<Verdict, Never>)?

    typealias Verdict = (isReady: Bool, detail: String)

    /// How long a result is shared.
    private static let age = Duration.seconds(1)
    /// The time limit of the write, including its waits for a connection and for standbys.
    private static let patience = Duration.seconds(3)

    /// - Parameter database: the connection pool of commands.
    init(database: Database) { self.database = database }

    /// Whether a command could be made durable, with a text that reveals no secrets.
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
