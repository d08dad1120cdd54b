public import Postgres
import Synchronization

/// Says when the appends of one process are announced: the first after a pause at once, with its commit, and of those that follow at its heels
/// all together, a moment later. An announcement takes a tenth of a millisecond of a lone append, and wakes everybody who follows the log.
public final class Announcer: Sendable {
    private let database: Database
    private let state = Mutex((last: ContinuousClock.Instant?.none, isOwed: false))

    /// How long after an announcement the next one may come.
    private static let pause = Duration.milliseconds(10)
    /// How long the database may take with an announcement of its own.
    private static let patience = Duration.seconds(5)

    /// - Parameter database: by which those are announced that were not at once.
    public init(database: Database) { self.database = database }

    /// Whether an append that is about to be committed is announced with it.
    func isDue() -> Bool {
        state.withLock { state in
            let now = ContinuousClock.now
            if let last = state.last, now < last + Announcer.pause { return false }
            state.last = now
            return true
        }
    }

    /// Announces an append that was committed, before long. It fails where the database is away: whoever follows the log looks by itself, too.
    func announceLater() {
        let isFirst = state.withLock { state in
            defer { state.isOwed = true }
            return !state.isOwed
        }
        if !isFirst { return }
        Task.detached { [self] in
            try? await Task.sleep(for: Announcer.pause)
            state.withLock { $0 = (.now, false) }
            database.submit { session in
                guard case .success(let session) = session else { return }
                session.within(Announcer.patience) { _ = try? session.execute(AppendStatement.announcement) }
            }
        }
    }
}
