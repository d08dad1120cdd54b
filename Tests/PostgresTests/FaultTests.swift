import Dispatch
import Glibc
import Postgres
import PostgresTesting
import PrivatePostgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct FaultTests {
    @Test func `a connection ended while idle is replaced without anyone noticing`() async throws {
        try await withPools(connections: 1) { database, other in
            for round in 1...5 {
                let process = try await database.withSession { try $0.one("SELECT pg_backend_pid()", as: Int32.self) }
                try await other.terminate(process)
                try await eventually {
                    try await other.withSession {
                        try $0.one("SELECT count(*) FROM pg_stat_activity WHERE pid = \(process)", as: Int.self) == 0
                    }
                }
                try await database.expect("SELECT \(round)", is: round)
            }
        }
    }

    @Test func `a connection ended during a statement is lost, and the next access has another`() async throws {
        try await withPools(connections: 1) { database, other in
            let task = Task { try await database.withSession { _ = try $0.execute("SELECT pg_sleep(3600)") } }
            try await other.terminate(try await other.processRunning("pg_sleep(3600)"))
            await #expect { try await task.value } throws: { $0.postgresCode == .connectionLost }
            try await database.expect("SELECT 1", is: 1)
        }
    }

    @Test func `a transaction whose connection is ended has not happened`() async throws {
        try await withPools(connections: 1) { database, other in
            try await database.withSession { try $0.executeScript("CREATE TABLE t (n int8)") }
            let task = Task {
                try await database.transaction { session in
                    try session.execute("INSERT INTO t VALUES (1)")
                    try? session.savepoint { _ = try $0.execute("SELECT pg_sleep(3600)") }
                    try session.execute("INSERT INTO t VALUES (2)")
                }
            }
            try await other.terminate(try await other.processRunning("pg_sleep(3600)"))
            await #expect { try await task.value } throws: { $0.postgresCode == .connectionLost }
            try await database.expect("SELECT count(*) FROM t", is: 0)
        }
    }

    /// The ways to commit, each slow enough to be killed in between.
    static let commits: [(String, @Sendable (Session) throws -> Void)] = [
        ("a transaction", { try $0.transaction { _ = try $0.execute("INSERT INTO t VALUES (1)") } }),
        ("a pipeline", { _ = try $0.pipeline(["BEGIN", "INSERT INTO t VALUES (1)", "COMMIT"].map { Statement.execute($0) }) }),
        ("in small letters", { _ = try $0.pipeline(["BEGIN", "INSERT INTO t VALUES (1)", "commit"].map { Statement.execute($0) }) }),
        ("a statement alone", { _ = try $0.execute("INSERT INTO t VALUES (1)") }),
        ("a script", { try $0.executeScript("INSERT INTO t VALUES (1)") }),
        ("a copy", { _ = try $0.copyIn("COPY t FROM STDIN") { try $0.bytes(Array("1\n".utf8)) } }),
    ]

    @Test func `a connection that breaks while it commits leaves the outcome unknown`() async throws {
        try await withPools(connections: 1) { database, other in
            try await other.withSession { session in
                try session.executeScript(
                    """
                    CREATE TABLE t (n int8);
                    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(3600); RETURN NULL; END $$;
                    CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger();
                    """)
            }
            for (way, commit) in Self.commits {
                let task = Task { try await database.withSession(commit) }
                try await other.terminate(try await other.processRunning("", waitingFor: "PgSleep"))
                await #expect("\(way)") { try await task.value } throws: { $0.postgresCode == .outcomeUnknown }
            }
            try await other.expect("SELECT count(*) FROM t", is: 0)
        }
    }

    @Test func `a copy whose connection is ended before or in it is lost, and no misuse`() async throws {
        try await withPools(connections: 1) { database, other in
            try await database.withSession { try $0.executeScript("CREATE TABLE t (n int8)") }
            @Sendable func end(_ process: Int32) async throws {
                try await other.withSession { _ = try $0.execute("SELECT pg_terminate_backend(\(process), 10000)") }
            }
            /// Runs a step on a thread that may wait.
            @Sendable func now(_ step: @escaping @Sendable () async throws -> Void) {
                let ended = DispatchSemaphore(value: 0)
                Task {
                    try? await step()
                    ended.signal()
                }
                ended.wait()
            }
            for isBefore in [true, false] {
                await #expect("before: \(isBefore)") {
                    try await database.withSession { session in
                        try session.transaction { session in
                            let process = try session.one("SELECT pg_backend_pid()", as: Int32.self)
                            if isBefore { now { try await end(process) } }
                            try session.copyIn("COPY t FROM STDIN") { rows in
                                if !isBefore { now { try await end(process) } }
                                for _ in 1...50_000 { try rows.bytes(Array("1\n".utf8)) }
                            }
                        }
                    }
                } throws: {
                    $0.postgresCode == .connectionLost
                }
            }
            try await database.expect("SELECT count(*) FROM t", is: 0)
        }
    }

    @Test(arguments: ["any", "read-write", "primary", "prefer-standby"])
    func `a pool that only reads finds its server, whatever kind the URL asks for`(kind: String) async throws {
        try await withDatabase { test in
            var configuration = test.configuration
            configuration.targetServer = kind
            for isReadOnly in [false, true] {
                configuration.isReadOnly = isReadOnly
                let database = Database(configuration, connections: 1)
                try await database.expect("SELECT 1", is: 1)
                await database.shutdown()
            }
        }
    }

    @Test func `a connection on which the server takes no writes is replaced, and the next finds that it does again`() async throws {
        try await withPools(connections: 1) { database, other in
            let name = try await other.withSession { try $0.one("SELECT current_database()", as: String.self) }
            try await other.withSession { try $0.executeScript("ALTER DATABASE \(name) SET default_transaction_read_only = on") }
            await #expect { try await database.withSession { _ = try $0.execute("CREATE TABLE t ()") } } throws: {
                ($0 as? PostgresError)?.sqlState == .readOnlyTransaction
            }
            try await other.withSession { session in
                try session.executeScript("BEGIN READ WRITE; ALTER DATABASE \(name) RESET default_transaction_read_only; COMMIT")
            }
            try await database.withSession { _ = try $0.execute("CREATE TABLE t ()") }
        }
    }

    @Test func `a server killed in the middle loses connections, tells what is unknown, and is used again when it is back`() async throws {
        try await withServer { server, configuration in
            let (database, other) = (Database(configuration, connections: 3), Database(configuration, connections: 1))
            try await database.withSession { session in
                try session.executeScript(
                    """
                    CREATE TABLE t (n int8);
                    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(3601); RETURN NULL; END $$;
                    CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger();
                    """)
            }
            let before = Task {
                try await database.transaction { session in
                    try session.execute("CREATE TABLE u (n int8)")
                    try session.execute("SELECT pg_sleep(3600)")
                }
            }
            _ = try await other.processRunning("pg_sleep(3600)")
            let during = Task { try await database.transaction { _ = try $0.execute("INSERT INTO t VALUES (1)") } }
            _ = try await other.processRunning("COMMIT", waitingFor: "PgSleep")
            let postmaster = try #require(await server.processIdentifier)
            // What `pg_ctl stop -m immediate` sends; the server is started again by its owner, and recovers.
            #expect(kill(postmaster, SIGQUIT) == 0)
            await #expect { try await before.value } throws: { $0.postgresCode == .connectionLost }
            await #expect { try await during.value } throws: { $0.postgresCode == .outcomeUnknown }
            try await eventually {
                do { return try await database.withSession { try $0.one("SELECT count(*) FROM t", as: Int.self) } == 0 } catch {
                    #expect(
                        error.postgresCode == .unreachable || error.postgresCode == .connectionLost || error.postgresCode == .outcomeUnknown
                    )
                    return false
                }
            }
            #expect(await server.processIdentifier != postmaster)
            try await database.expect("SELECT count(*) FROM pg_tables WHERE tablename = 'u'", is: 0)
            await database.shutdown()
            await other.shutdown()
        }
    }
}
