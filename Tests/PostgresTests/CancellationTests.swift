import Glibc
import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct CancellationTests {
    @Test func `a cancelled task ends its statement on the server`() async throws {
        try await withPools(connections: 1, configure: { $0.isReadOnly = true }) { database, other in
            let task = Task { try await database.withSession { _ = try $0.execute("SELECT pg_sleep(3600)") } }
            let process = try await other.processRunning("pg_sleep(3600)")
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await eventually("a connection that was sent a cancel is closed") {
                try await other.withSession {
                    try $0.one("SELECT count(*) FROM pg_stat_activity WHERE pid = \(process)", as: Int.self) == 0
                }
            }
        }
    }

    @Test func `a cancelled transaction is rolled back`() async throws {
        try await withPools(connections: 1) { database, other in
            try await database.withSession { try $0.executeScript("CREATE TABLE t (n int8)") }
            let task = Task {
                try await database.transaction { session in
                    try session.execute("INSERT INTO t VALUES (1)")
                    try session.execute("SELECT pg_sleep(3600)")
                }
            }
            _ = try await other.processRunning("pg_sleep(3600)")
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await database.expect("SELECT count(*) FROM t", is: 0)
        }
    }

    @Test func `a task cancelled between two statements does not run the second`() async throws {
        try await withPools(connections: 1) { database, other in
            let (between, goingOn) = (Counter(), Counter())
            let task = Task {
                try await database.withSession { session in
                    between.add()
                    while goingOn.value == 0 { usleep(1000) }
                    try session.executeScript("CREATE TABLE t (n int8)")
                }
            }
            try await eventually { between.value == 1 }
            task.cancel()
            goingOn.add()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await other.expect("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", is: 0)
        }
    }

    @Test func `a late cancel hits no later statement`() async throws {
        try await withPool(connections: 1) { database in
            var cancelled = 0
            for round in 0..<300 {
                let task = Task { try await database.withSession { _ = try $0.execute("SELECT pg_sleep(0.001)") } }
                // From before the statement is sent until after it has ended, in the last of sixty for certain.
                let step = round % 60
                if step == 59 { try await task.value } else if step > 0 { try await Task.sleep(for: .microseconds(step * 50)) }
                task.cancel()
                async let next: Void = database.expect("SELECT \(round)", is: round)
                do { try await task.value } catch is CancellationError { cancelled += 1 }
                try await next
            }
            #expect(cancelled > 0 && cancelled < 300, "the race was run on one side only")
        }
    }

    @Test func `a deadline ends a statement, and the next access is served`() async throws {
        try await withPools(connections: 1, configure: { $0.isReadOnly = true }) { database, _ in
            await #expect {
                try await database.withSession(deadline: .milliseconds(50)) { _ = try $0.execute("SELECT pg_sleep(3600)") }
            } throws: { $0.postgresCode == .timedOut }
            try await database.expect("SELECT 1", is: 1)
        }
    }

    @Test func `a deadline that passes between two statements keeps the connection`() async throws {
        try await withPool(connections: 1) { database in
            try await database.expect("SELECT 1", is: 1)
            await #expect {
                try await database.transaction { session in
                    try session.execute("SELECT 1")
                    // Nothing is under way when it passes.
                    try session.within(.milliseconds(1)) {
                        usleep(10_000)
                        try session.execute("SELECT 1")
                    }
                }
            } throws: { $0.postgresCode == .timedOut }
            try await database.expect("SELECT 1", is: 1)
            #expect(database.load.connectionsOpened == 1)
        }
    }

    @Test func `a copy is cancelled as well`() async throws {
        try await withPools(connections: 1) { database, other in
            let task = Task {
                try await database.withSession {
                    _ = try $0.copyOut("COPY (SELECT pg_sleep(3600) FROM generate_series(1, 50)) TO STDOUT") { _ in }
                }
            }
            _ = try await other.processRunning("pg_sleep(3600)")
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await database.expect("SELECT 1", is: 1)
        }
    }

    @Test func `a server that has stalled is given up after the deadline`() async throws {
        try await withPools(connections: 1, configure: { $0.isReadOnly = true }) { database, other in
            let process = try await database.withSession { try $0.one("SELECT pg_backend_pid()", as: Int32.self) }
            #expect(kill(process, SIGSTOP) == 0)
            defer { kill(process, SIGCONT) }
            // It stands still until the test ends: without a limit this access would wait for ever.
            await #expect {
                try await database.withSession(deadline: .milliseconds(50)) { _ = try $0.execute("SELECT 1") }
            } throws: { $0.postgresCode == .timedOut }
            try await database.expect("SELECT 1", is: 1)
            try await other.expect("SELECT 1", is: 1)
        }
    }
}
