import Postgres
import PostgresTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct PoolTests {
    /// Runs `body` while `connections` accesses hold all connections of a pool, waiting for a lock that `other` has.
    private func whileBusy<T>(_ database: Database, _ other: Database, connections: Int = 1, _ body: () async throws -> T) async throws -> T
    {
        let (held, released) = (Counter(), Counter())
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await other.transaction { session in
                    try session.execute("SELECT pg_advisory_xact_lock(1)")
                    held.add()
                    while released.value == 0 { try session.execute("SELECT pg_sleep(0.002)") }
                }
            }
            try await eventually { held.value == 1 }
            for _ in 0..<connections {
                group.addTask { try await database.transaction { _ = try $0.execute("SELECT pg_advisory_xact_lock(1)") } }
            }
            try await eventually { database.load.running == connections }
            let result: Result<T, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            released.add()
            try await group.waitForAll()
            return try result.get()
        }
    }

    @Test func `it opens no more connections than allowed, and uses them all`() async throws {
        try await withPool(connections: 3) { database in
            let (running, most) = (Counter(), Counter())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<60 {
                    group.addTask {
                        try await database.withSession { session in
                            most.raise(to: running.add())
                            // None ends before three have run at once, however long a connection takes to open.
                            repeat { try session.execute("SELECT pg_sleep(0.005)") } while most.value < 3
                            running.add(-1)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(most.value == 3)
            #expect(database.load.waiting == 0 && database.load.running == 0 && database.load.connectionsOpened == 3)
        }
    }

    @Test func `one task after the other needs one connection`() async throws {
        try await withPool(connections: 8) { database in
            for number in 0..<100 { try await database.expect("SELECT \(number)", is: number) }
            #expect(database.load.connectionsOpened == 1)
        }
    }

    @Test func `the access too many is refused, the others wait their turn`() async throws {
        try await withPools(connections: 1, queueLimit: 2) { database, other in
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await whileBusy(database, other) {
                    for number in 1...2 { group.addTask { try await database.expect("SELECT \(number)", is: number) } }
                    try await eventually { database.load.waiting == 2 }
                    await #expect { try await database.withSession { _ in } } throws: { $0.postgresCode == .poolExhausted }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `a cancelled access leaves the queue at once, and its place to another`() async throws {
        try await withPools(connections: 1, queueLimit: 1) { database, other in
            try await whileBusy(database, other) {
                let waiting = Task { try await database.withSession { _ in } }
                try await eventually { database.load.waiting == 1 }
                waiting.cancel()
                await #expect(throws: CancellationError.self) { try await waiting.value }
                let next = Task { try await database.withSession { _ in } }
                try await eventually { database.load.waiting == 1 }
                next.cancel()
                await #expect(throws: CancellationError.self) { try await next.value }
            }
            try await database.expect("SELECT 1", is: 1)
        }
    }

    @Test func `a deadline passes in the queue too`() async throws {
        try await withPools(connections: 1) { database, other in
            try await whileBusy(database, other) {
                await #expect { try await database.withSession(deadline: .milliseconds(20)) { _ in } } throws: {
                    $0.postgresCode == .timedOut
                }
            }
        }
    }

    @Test func `a task cancelled before it asks gets nothing`() async throws {
        try await withPool { database in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await database.withSession { _ in Issue.record("the body ran") }
            }
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `what nobody waits for runs on a connection to itself, and one left in a transaction is not used again`() async throws {
        try await withPool(connections: 1) { database in
            let ran = Counter()
            database.submit { session in
                _ = try? session.get().execute("BEGIN")
                if case .success(let session) = session, !session.isFit { ran.add() }
            }
            database.submit { session in if case .success(let session) = session, session.isFit { ran.add() } }
            try await database.expect("SELECT 1", is: 1)
            #expect(ran.value == 2)
        }
    }

    @Test func `what nobody waits for is told why there is no connection, once`() async throws {
        let told = Counter()
        try await withPool { database in
            await database.shutdown()
            database.submit { session in if case .failure(let error) = session, error.postgresCode == .shutDown { told.add() } }
        }
        var configuration = try PostgresConfiguration(url: "postgresql://nobody@127.0.0.1:1/nothing")
        configuration.connectTimeout = .seconds(1)
        let nowhere = Database(configuration, connections: 1)
        nowhere.submit { session in if case .failure(let error) = session, error.postgresCode == .unreachable { told.add() } }
        try await eventually { told.value == 2 }
        await nowhere.shutdown()
    }

    @Test func `shutting down lets the accepted end and refuses the rest`() async throws {
        try await withPools(connections: 1, configure: { $0.applicationName = "closing" }) { database, other in
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await whileBusy(database, other) {
                    group.addTask { try await database.expect("SELECT 1", is: 1) }
                    try await eventually { database.load.waiting == 1 }
                    group.addTask { await database.shutdown() }
                    try await eventually {
                        do { try await database.withSession(deadline: .milliseconds(1)) { _ in } } catch {
                            return error.postgresCode == .shutDown
                        }
                        return false
                    }
                }
                try await group.waitForAll()
            }
            await database.shutdown()
            let left: SQL = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'closing'"
            try await eventually { try await other.withSession { try $0.query(left, as: Int.self) } == [0] }
        }
    }

    @Test func `one that was never used shuts down`() async throws {
        try await withPool { await $0.shutdown() }
    }

    @Test func `one that is dropped closes its connections`() async throws {
        try await withDatabase { test in
            let other = Database(test.configuration, connections: 1)
            let process = try await Database(test.configuration, connections: 1).withSession {
                try $0.one("SELECT pg_backend_pid()", as: Int32.self)
            }
            try await eventually {
                try await other.withSession {
                    try $0.one("SELECT count(*) FROM pg_stat_activity WHERE pid = \(process)", as: Int.self) == 0
                }
            }
            await other.shutdown()
        }
    }

    @Test func `a new session is used only if the server says that it may be used, and each is asked`() async throws {
        try await withPools(connections: 1, configure: { $0.admission = "SELECT is_open FROM gate" }) { database, other in
            func isAdmitted() async throws -> Bool {
                do {
                    try await database.expect("SELECT 1", is: 1)
                    return true
                } catch let error as PostgresError where error.code == .notAdmitted { return false }
            }
            await #expect { try await isAdmitted() } throws: { $0.postgresCode == .unreachable }
            try await other.withSession { try $0.executeScript("CREATE TABLE gate AS SELECT false AS is_open") }
            #expect(try await !isAdmitted())
            try await other.withSession { try $0.executeScript("UPDATE gate SET is_open = true") }
            #expect(try await isAdmitted())
            try await other.withSession { try $0.executeScript("UPDATE gate SET is_open = false") }
            #expect(try await isAdmitted(), "a session that was admitted goes on")
            try await other.withSession {
                try $0.executeScript(
                    """
                    SELECT pg_terminate_backend(pid, 600000) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """)
            }
            try await eventually { try await !isAdmitted() }
        }
    }

    @Test func `an old connection is replaced`() async throws {
        try await withPools(connections: 1, configure: { $0.connectionLifetime = .zero }) { database, _ in
            for number in 0..<3 { try await database.expect("SELECT \(number)", is: number) }
            #expect(database.load.connectionsOpened == 3)
        }
    }
}
