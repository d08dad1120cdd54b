import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ErrorTests {
    /// Statements that make the server quote the value they are given.
    static let quoting: [@Sendable (String) -> SQL] = [
        { "SELECT \($0)::int8" }, { "SELECT \($0)::uuid" }, { "INSERT INTO t VALUES (\($0), 1)" },
        { "INSERT INTO t VALUES ('short', \($0)::text::int8)" },
        { "INSERT INTO t VALUES (\($0), 7)" }, { "SELECT \($0)::json" }, { "SELECT raise(\($0))" }, { "SELECT \($0) FROM nowhere" },
    ]

    @Test func `no description holds a value`() async throws {
        let secret = "7564.1234.5678.97"
        try await withPool(connections: 1) { database in
            try await database.withSession { session in
                try session.executeScript(
                    """
                    CREATE TABLE t (name text UNIQUE CHECK (length(name) < 10 OR name LIKE '756%'), n int8 CHECK (n < 5 OR n = 7));
                    INSERT INTO t VALUES ('\(secret)', 1);
                    CREATE FUNCTION raise(text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no: %', $1 USING DETAIL = $1; END $$;
                    """)
            }
            for (number, statement) in Self.quoting.enumerated() {
                do {
                    try await database.withSession { _ = try $0.execute(statement(secret)) }
                    Issue.record("statement \(number) did not fail")
                } catch {
                    for text in ["\(error)", String(describing: error), String(reflecting: error)] {
                        #expect(!text.contains(secret) && !text.contains("7564"), "\(number)")
                    }
                }
            }
        }
    }

    @Test func `a violated constraint is named`() async throws {
        try await withPool { database in
            try await database.withSession { try $0.executeScript("CREATE TABLE person (name text CONSTRAINT has_one_name UNIQUE)") }
            let insert: SQL = "INSERT INTO person VALUES (\("Zoë"))"
            try await database.withSession { _ = try $0.execute(insert) }
            let error = await #expect(throws: PostgresError.self) { try await database.withSession { _ = try $0.execute(insert) } }
            #expect(error?.sqlState == .uniqueViolation && error?.constraint == "has_one_name" && error?.table == "person")
            #expect(error?.detail?.contains("Zoë") == true, "what the server quotes is there for those who ask")
            #expect(error?.statement == "INSERT INTO person VALUES ($1)")
        }
    }

    @Test func `a mistake in a script says where`() async throws {
        try await withPool { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.withSession { try $0.executeScript("SELECT 1;\nSELEC 2") }
            }
            #expect(error?.sqlState == .syntaxError && error?.position == 11)
            #expect("\(error.map { "\($0)" } ?? "")".contains("syntax error at or near"))
        }
    }

    @Test func `a configuration never shows its password`() throws {
        let configuration = try PostgresConfiguration(url: "postgresql://me:s3cret@example.org/contracts")
        #expect("\(configuration)" == "contracts at example.org" && !String(reflecting: configuration).contains("s3cret"))
        let error = #expect(throws: PostgresError.self) { try PostgresConfiguration(url: "postgresql://me:s3cret@[broken/x") }
        #expect(!String(reflecting: error).contains("s3cret"))
    }

    @Test func `a server that is not there is unreachable`() async throws {
        let database = Database(PostgresConfiguration(host: "/nowhere", database: "x", user: "x"), connections: 1)
        for _ in 0..<2 {
            await #expect { try await database.withSession { _ = try $0.execute("SELECT 1") } } throws: { $0.postgresCode == .unreachable }
        }
        await database.shutdown()
    }
}
