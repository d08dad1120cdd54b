import Postgres

@testable import ContractService

/// Runs the body with a feed that looks at the log.
func withFeed(
    on database: Database, followers: Int = 512, interval: Duration = .seconds(3600), _ body: (EventFeed) async throws -> Void
) async throws {
    let feed = EventFeed(database: database, followers: followers, interval: interval, patience: .seconds(600))
    let running = Task { await feed.run() }
    defer { running.cancel() }
    try await body(feed)
}

extension EventFeed {
    /// The events after a bare position.
    func events(after position: Int64, limit: Int, waiting patience: Duration = .zero) async throws -> [FeedEvent] {
        try await events(after: FeedCursor(position: position), limit: limit, waiting: patience).events
    }

    /// Follows the log from a bare position on.
    func follow(after position: Int64) async throws -> FeedFollower { try await follow(after: FeedCursor(position: position)) }

    /// The events after a bare position, at once or as they come.
    func next(after position: Int64, within patience: Duration) async throws -> [FeedEvent] {
        try await next(after: FeedCursor(position: position), within: patience).events
    }

    /// Returns when so many wait.
    func hasWaiting(_ count: Int) async throws {
        while waiting < count {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}

extension ServiceUnderTest {
    /// Ends all connections to the database but its owner's.
    func cutConnections(of kind: String = "%") async throws {
        try await owner.withSession { session in
            _ = try session.execute(
                """
                SELECT pg_terminate_backend(pid, 600000) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE \(kind)
                """)
        }
    }

    /// Does something behind the log's back.
    func tamper(_ script: String) async throws {
        // Back to what it was: Citus empties spread tables by triggers.
        try await owner.withSession {
            try $0.executeScript("SET session_replication_role = replica; \(script); RESET session_replication_role")
        }
    }
}
