public import Postgres
import Synchronization

/// Announces the first append after a pause with its commit; batches the rest for 10 ms.
/// An announcement adds a tenth of a millisecond to a lone append, and wakes every follower.
public final class Announcer: Sendable {
    private let database: Database
    private let state = Mutex((last: ContinuousClock.Instant?.none, isOwed: false))

    /// For this long after an announcement, appends are not announced with their commit. Also the delay of their common announcement.
    private static let pause = Duration.milliseconds(10)
    /// The time limit of a delayed announcement in the database.
    private let patience: Duration

    /// - Parameter database: runs the delayed announcements.
    public convenience init(database: Database) { self.init(database: database, patience: .seconds(5)) }

    init(database: Database, patience: Duration) {
        self.database = database
        self.patience = patience
    }

    /// Whether the next append, at an instant, is announced with its commit.
    func isDue(at now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { state in
            if let last = state.last, now < last + Announcer.pause { return false }
            state.last = now
            return true
        }
    }

    /// Announces a committed append after the pause. A failure is harmless: followers also poll the log.
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
                session.within(self.patience) { _ = try? session.execute(AppendStatement.announcement) }
            }
        }
    }
}
