import InMemoryLogging
import Logging
import Postgres
import PostgresTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct SessionTests {
    @Test func `a statement tells how many rows it affected`() async throws {
        try await withPool { database in
            let counts = try await database.withSession { session in
                try [
                    session.execute("CREATE TABLE t (n int8)"), session.execute("INSERT INTO t SELECT generate_series(1, 10)"),
                    session.execute("UPDATE t SET n = 0 WHERE n > 7"), session.execute("DELETE FROM t WHERE n = 5"),
                    session.execute("SELECT * FROM t"),
                ]
            }
            #expect(counts == [0, 10, 3, 1, 9])
        }
    }

    @Test func `a failed statement leaves the connection as good as before`() async throws {
        try await withPool(connections: 1) { database in
            await #expect { try await database.withSession { try $0.execute("SELECT 1 / \(0)") } } throws: { error in
                (error as? PostgresError)?.sqlState == SQLState(rawValue: "22012")
            }
            try await database.expect("SELECT 1", is: 1)
            #expect(database.load.connectionsOpened == 1)
        }
    }

    @Test func `a table that changes under a prepared statement is no error`() async throws {
        try await withPool(connections: 1) { database in
            let (first, second) = try await database.withSession { session in
                try session.executeScript("CREATE TABLE t (a int8); INSERT INTO t VALUES (1)")
                let first = try session.query("SELECT * FROM t") { $0.count }
                try session.executeScript("ALTER TABLE t ADD b text")
                return (first, try session.query("SELECT * FROM t") { $0.count })
            }
            #expect(first == [1] && second == [2])
        }
    }

    @Test func `statements someone deallocated are prepared again`() async throws {
        try await withPool(connections: 1) { database in
            let sum = try await database.withSession { session in
                var sum = 0
                for number in 1...3 {
                    sum += try session.one("SELECT \(number)", as: Int.self)
                    try session.executeScript("DEALLOCATE ALL")
                }
                return sum
            }
            #expect(sum == 6)
        }
    }

    @Test func `a connection forgets its prepared statements when there are too many`() async throws {
        try await withPool(connections: 1) { database in
            let kept = try await database.withSession { session in
                for number in 0..<600 { try session.execute(SQL(unsafe: "SELECT \(number)")) }
                return try session.one("SELECT count(*) FROM pg_prepared_statements", as: Int.self)
            }
            #expect((1...300).contains(kept))
        }
    }

    @Test func `a script is one transaction`() async throws {
        try await withPool { database in
            await #expect {
                try await database.withSession {
                    try $0.executeScript("CREATE TABLE kept (a int); SELECT broken; CREATE TABLE never (a int)")
                }
            } throws: { ($0 as? PostgresError)?.sqlState == .undefinedColumn }
            let tables = try await database.withSession {
                try $0.one("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", as: Int.self)
            }
            #expect(tables == 0)
        }
    }

    @Test func `COPY where it does not belong is refused and breaks nothing else`() async throws {
        try await withPool(connections: 1) { database in
            await #expect { try await database.withSession { try $0.executeScript("COPY (SELECT 1) TO STDOUT") } } throws: {
                $0.postgresCode == .misuse
            }
            await #expect { try await database.withSession { try $0.execute("COPY (SELECT 1) TO STDOUT") } } throws: { $0 is PostgresError }
            try await database.expect("SELECT 1", is: 1)
        }
    }

    @Test func `the connection has the role, the limits and the settings it was configured with`() async throws {
        try await withDatabase { test in
            let admin = Database(test.configuration, connections: 1)
            let role = "role_\(test.configuration.database ?? "")"
            try await admin.withSession { try $0.executeScript("CREATE ROLE \(role)") }
            var configuration = test.configuration
            configuration.role = role
            configuration.isReadOnly = true
            configuration.statementTimeout = .milliseconds(601_234)
            configuration.applicationName = "the test's name"
            configuration.settings["search_path"] = #""a b", "c\d""#
            let database = Database(configuration, connections: 1)
            let shown = try await database.withSession { session in
                try session.one(
                    """
                    SELECT current_user::text, current_setting('transaction_read_only'), current_setting('statement_timeout'),
                           current_setting('application_name'), current_setting('search_path'), current_setting('timezone')
                    """, as: (String, String, String, String, String, String).self)
            }
            let (user, readOnly, timeout, name, path, zone) = shown
            #expect(
                user == role && readOnly == "on" && timeout == "601234ms" && name == "the test's name" && path == #""a b", "c\d""#
                    && zone == "UTC")
            #expect(try await database.differences() == [])
            try await database.withSession { session in
                try session.executeScript("RESET ROLE; SET ROLE NONE; SET statement_timeout = 0; SET default_transaction_read_only = off")
            }
            #expect(try await database.differences() == ["default_transaction_read_only", "role", "statement_timeout"])
            await database.shutdown()
            try await admin.withSession { try $0.executeScript("DROP ROLE \(role)") }
            await admin.shutdown()
        }
    }

    @Test func `an access runs under its caller's logger`() async throws {
        let handler = InMemoryLogHandler()
        try await withPool { database in
            try await withLogger(handler: handler) { _ in
                try await database.withSession { session in
                    Logger.current.info("inside")
                    try session.executeScript("DO $$ BEGIN RAISE WARNING 'secret'; END $$")
                }
            }
        }
        #expect(handler.entries.contains { "\($0.message)" == "inside" })
        #expect(!handler.entries.contains { "\($0)".contains("secret") })
    }
}
