import Postgres

@testable import ContractService

/// Runs the body with a feed that looks at the log.
func withFeed(
    on database: Database, followers: Int = 512, interval: Duration = .seconds(3600), _ body: (EventFeed) async throws -> Void
) async throws {
    let feed = EventFeed(database: database, followers: followers, interval: interval)
    let running = Task { await feed.run() }
    defer { running.cancel() }
    try await body(feed)
}

extension EventFeed {
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
        try await owner.withSession { try $0.executeScript("SET session_replication_role = replica; \(script)") }
    }
}
