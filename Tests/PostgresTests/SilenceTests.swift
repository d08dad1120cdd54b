import Dispatch
import Postgres
import PostgresTesting
import PrivatePostgres
import Testing

/// A server that stands still enforces none of its limits, and its kernel goes on confirming what arrives. So the client's own limits end each wait.
@Suite(.timeLimit(.minutes(10)))
struct SilenceTests {
    /// The limit on the server. The suite waits it out; on a slow machine no statement here takes as long.
    private static let limit = Duration.seconds(20)

    /// An access to a server that stands still in the middle of it, and how that ends.
    private struct Access: Sendable {
        let name: String
        let code: PostgresError.Code
        let body: @Sendable (Session) throws -> Void
    }

    @Test func `a server that stands still ends each wait, tells what is unknown, and is used again once it goes on`() async throws {
        try await withServer { server, configuration in
            try await Database.opened(configuration) { try await $0.withSession { try $0.executeScript("CREATE TABLE t (n int8)") } }
            var configuration = configuration
            configuration.statementTimeout = Self.limit
            var readOnly = configuration
            readOnly.isReadOnly = true

            let ready = Counter()
            let standsStill = DispatchSemaphore(value: 0)
            /// Waits, on a session's thread, until the server stands still.
            @Sendable func waitForSilence() {
                ready.add()
                standsStill.wait()
            }
            var accesses = FaultTests.commits.filter { ["a pipeline", "a statement alone", "a script"].contains($0.0) }.map {
                name, commit in
                Access(name: name, code: .outcomeUnknown) { session in
                    waitForSilence()
                    try commit(session)
                }
            }
            accesses += [
                Access(name: "a COMMIT", code: .outcomeUnknown) { session in
                    try session.transaction { session in
                        try session.execute("INSERT INTO t VALUES (1)")
                        waitForSilence()
                    }
                },
                Access(name: "a statement before the COMMIT", code: .timedOut) { session in
                    try session.transaction { session in
                        try session.execute("INSERT INTO t VALUES (1)")
                        waitForSilence()
                        try session.execute("INSERT INTO t VALUES (1)")
                    }
                },
                Access(name: "the rows of a copy", code: .timedOut) { session in
                    try session.copyIn("COPY t FROM STDIN") { rows in
                        waitForSilence()
                        for _ in 1...1000 { try rows.bytes([UInt8](repeating: UInt8(ascii: "1"), count: 1 << 16)) }
                    }
                },
            ]
            let question = Access(name: "a question", code: .timedOut) { session in
                waitForSilence()
                _ = try session.one("SELECT 1", as: Int32.self)
            }
            let (database, questions) = (Database(configuration, connections: accesses.count), Database(readOnly, connections: 1))
            var tasks = accesses.map { access in (access, Task { try await database.withSession(access.body) }) }
            tasks.append((question, Task { try await questions.withSession(question.body) }))
            let count = tasks.count
            try await eventually { ready.value == count }
            let processes = ProcessFamily(of: try #require(await server.processIdentifier))
            processes.standStill()
            defer { processes.goOn() }
            for _ in tasks { standsStill.signal() }
            for (access, task) in tasks {
                await #expect("\(access.name)") { try await task.value } throws: { $0.postgresCode == access.code }
            }
            var hurried = configuration
            hurried.connectTimeout = .seconds(2)
            let another = Database(hurried, connections: 1)
            await #expect { try await another.expect("SELECT 1", is: 1) } throws: { $0.postgresCode == .unreachable }
            await another.shutdown()

            processes.goOn()
            try await eventually { (try? await questions.expect("SELECT 1", is: 1)) != nil }
            // No session on which something was cancelled is used again.
            #expect(questions.load.connectionsOpened > 1)
            await database.shutdown()
            await questions.shutdown()
        }
    }

    @Test func `when the primary stands still, a pool goes on with the server that took its place`() async throws {
        try await withReplicatedServer(prepare: { primary in
            try await Database.opened(primary) { try await $0.withSession { try $0.executeScript("CREATE TABLE t (n int8)") } }
        }) { server in
            var configuration = server.configurationOfBoth
            configuration.statementTimeout = Self.limit
            configuration.connectTimeout = .seconds(2)
            configuration.targetServer = "primary"
            let database = Database(configuration, connections: 1)
            /// A server that is slow to open a session is tried again: nothing was sent to it.
            func insert(_ number: Int) async throws {
                try await eventually {
                    do {
                        try await database.withSession { _ = try $0.execute("INSERT INTO t VALUES (\(number))") }
                        return true
                    } catch let error as PostgresError where error.code == .unreachable { return false }
                }
            }
            try await insert(1)
            let processes = try #require(await server.primaryProcesses)
            processes.standStill()
            defer { processes.goOn() }
            try server.standby.promote()
            await #expect { try await database.withSession { _ = try $0.execute("INSERT INTO t VALUES (2)") } } throws: {
                $0.postgresCode == .outcomeUnknown
            }
            try await insert(3)
            try await database.expect("SELECT sum(n)::int8 FROM t", is: 4)
            await database.shutdown()
        }
    }
}
