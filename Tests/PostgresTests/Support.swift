import Postgres
import PostgresTesting
import Testing

/// Runs `body` with a pool on a database of its own.
func withPool<T: Sendable>(connections: Int = 2, queueLimit: Int = 256, _ body: (Database) async throws -> T) async throws -> T {
    try await withDatabase { test in
        let database = Database(test.configuration, connections: connections, queueLimit: queueLimit)
        do {
            let value = try await body(database)
            await database.shutdown()
            return value
        } catch {
            await database.shutdown()
            throw error
        }
    }
}

/// Waits until something becomes true that only another process can tell; false when it has not after ten seconds.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(2))
    }
    return false
}

extension Database {
    /// Checks the one number a statement returns.
    func expect(_ sql: SQL, is expected: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let found = try await withSession { try $0.one(sql, as: Int.self) }
        #expect(found == expected, "\(sql.text)", sourceLocation: sourceLocation)
    }

    /// Waits until a backend runs a statement that contains `text`.
    func waitUntilRunning(_ text: String) async throws -> Bool {
        let pattern = "%\(text)%"
        return try await eventually {
            try await withSession { session in
                try session.one(
                    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE \(pattern) AND pid <> pg_backend_pid()",
                    as: Int.self)
            } == 1
        }
    }
}

extension Session {
    /// The process that serves this session.
    func backend() throws -> Int32 { try one("SELECT pg_backend_pid()", as: Int32.self) }
}

extension Error {
    /// The code, if it is an error of the room.
    var postgresCode: PostgresError.Code? { (self as? PostgresError)?.code }
}
