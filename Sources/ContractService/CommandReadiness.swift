import EventLog
import Postgres

/// Tests with a small write whether commands can be made durable now. All callers within a second share one result.
actor CommandReadiness {
    private let database: Database
    private var last: (asked: ContinuousClock.Instant, verdict: Task<Readiness, Never>)?

    /// How long a result is shared.
    private static let age = Duration.seconds(1)
    /// The time limit of the write, including its waits for a connection and for standbys.
    private static let patience = Duration.seconds(3)

    /// - Parameter database: the connection pool of commands.
    init(database: Database) { self.database = database }

    /// Whether a command could be made durable.
    var verdict: Readiness {
        get async {
            if let last, last.asked + CommandReadiness.age > .now { return await last.verdict.value }
            let task = Task { [database] in await CommandReadiness.probe(database) }
            last = (.now, task)
            return await task.value
        }
    }

    private static func probe(_ database: Database) async -> Readiness {
        do {
            let found = try await database.withSession(deadline: patience) { session in try EventLog.probe(in: session) }
            guard let (position, promise) = found else { return Readiness(isReady: false, detail: "the database is read-only") }
            return Readiness(isReady: true, detail: "the log is at position \(position)", durability: .durability(promise))
        } catch let error as PostgresError where error.code == .notReplicated {
            return Readiness(isReady: false, detail: "no synchronous standby confirms what is written")
        } catch let error as PostgresError where error.code == .notAdmitted {
            return .awaitsRecovery
        } catch {
            return Readiness(isReady: false, detail: "the database does not answer")
        }
    }
}
