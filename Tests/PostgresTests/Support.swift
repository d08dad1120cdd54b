import FoundationEssentials
import Postgres
import PostgresTesting
import PrivatePostgres
import Synchronization
import Testing

/// Runs `body` with a pool on a database of its own, and another pool on the same database that looks on and interferes.
@discardableResult
func withPools<T: Sendable>(
    connections: Int = 2, queueLimit: Int = 256, configure: (inout PostgresConfiguration) -> Void = { _ in },
    _ body: (_ database: Database, _ other: Database) async throws -> T
) async throws -> T {
    try await withDatabase { test in
        var configuration = test.configuration
        configure(&configuration)
        let database = Database(configuration, connections: connections, queueLimit: queueLimit)
        let other = Database(test.configuration, connections: 2)
        let result: Result<T, any Error>
        do { result = .success(try await body(database, other)) } catch { result = .failure(error) }
        await database.shutdown()
        await other.shutdown()
        return try result.get()
    }
}

/// Runs `body` with a pool on a database of its own.
@discardableResult
func withPool<T: Sendable>(connections: Int = 2, _ body: (Database) async throws -> T) async throws -> T {
    try await withPools(connections: connections) { database, _ in try await body(database) }
}

/// A number that threads share.
final class Counter: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock { $0 } }

    @discardableResult
    func add(_ change: Int = 1) -> Int {
        number.withLock { number in
            number += change
            return number
        }
    }

    /// Keeps the greatest of the values it is given.
    func raise(to value: Int) { number.withLock { $0 = max($0, value) } }
}

/// Runs `body` with a server of its own, of which a crash loses nothing that was committed.
@discardableResult
func withServer<T>(_ body: (PrivatePostgres, PostgresConfiguration) async throws -> T) async throws -> T {
    let directory = TestDirectory.unused()
    let server = PrivatePostgres(directory: directory)
    let result: Result<T, any Error>
    do {
        let address = try await server.start()
        result = .success(try await body(server, try PostgresConfiguration(url: address.url()).patient))
    } catch {
        result = .failure(error)
    }
    await server.stop()
    try FileManager.default.removeItem(atPath: directory)
    return try result.get()
}

/// Waits until something becomes true that only another thread or process can tell. Records an issue when it looked 100 000 times in vain.
func eventually(
    _ comment: Comment = "what was waited for did not come", sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    for _ in 0..<100_000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(2))
    }
    Issue.record(comment, sourceLocation: sourceLocation)
}

extension Database {
    /// Checks the one number a statement returns.
    func expect(_ sql: SQL, is expected: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let found = try await withSession { try $0.one(sql, as: Int.self) }
        #expect(found == expected, "\(sql.text)", sourceLocation: sourceLocation)
    }

    /// Waits until another connection runs a statement that contains `text`, and waits for what is named, if anything is.
    /// - Returns: The process that runs it.
    func processRunning(_ text: String, waitingFor event: String? = nil) async throws -> Int32 {
        let pattern = "%\(text)%"
        var found: [Int32] = []
        try await eventually("nothing runs \(text)") {
            found = try await withSession { session in
                try session.query(
                    """
                    SELECT pid FROM pg_stat_activity
                    WHERE state = 'active' AND query LIKE \(pattern) AND pid <> pg_backend_pid() AND datname = current_database()
                      AND (\(event) IS NULL OR wait_event = \(event))
                    """, as: Int32.self)
            }
            return !found.isEmpty
        }
        try #require(!found.isEmpty, "nothing runs \(text)")
        return found[0]
    }

    /// Ends another connection the way an administrator does.
    func terminate(_ process: Int32) async throws {
        try await withSession { _ = try $0.execute("SELECT pg_terminate_backend(\(process))") }
    }
}

extension Error {
    /// The code, if it is an error of the room.
    var postgresCode: PostgresError.Code? { (self as? PostgresError)?.code }
}
