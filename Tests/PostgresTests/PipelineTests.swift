import Postgres
import PostgresTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct PipelineTests {
    @Test func `the results of all its statements are read`() async throws {
        try await withPool { database in
            try await database.withSession { try $0.executeScript("CREATE TABLE head (position int8); INSERT INTO head VALUES (41)") }
            let (before, changed, after) = try await database.withSession { session in
                let (_, before, changed, after, _) = try session.pipeline(
                    Statement.execute("BEGIN"),
                    Statement.query("SELECT position FROM head FOR UPDATE") { try $0.decode(Int.self) },
                    Statement.execute("UPDATE head SET position = position + \(1)"),
                    Statement.query("SELECT position, 'x' FROM head") { try $0.decode((Int, String).self).0 },
                    Statement.execute("COMMIT"))
                return (before, changed, after)
            }
            #expect(before == [41] && changed == 1 && after == [42])
        }
    }

    /// Where a pipeline of statements fails.
    static let failing: [(String, [SQL])] = [
        ("without BEGIN", ["INSERT INTO t VALUES (1)", "SELECT broken", "INSERT INTO t VALUES (2)"]),
        ("with BEGIN and COMMIT", ["BEGIN", "INSERT INTO t VALUES (1)", "SELECT 1 / 0", "COMMIT"]),
        ("at a deferred constraint in COMMIT", ["BEGIN", "INSERT INTO t VALUES (1), (1)", "COMMIT"]),
        ("at a deferred constraint without COMMIT", ["INSERT INTO t VALUES (1), (1)", "SELECT 1"]),
        ("in its first statement", ["SELECT broken", "INSERT INTO t VALUES (1)"]),
    ]

    @Test func `it fails as one`() async throws {
        try await withPool(connections: 1) { database in
            try await database.withSession { try $0.executeScript("CREATE TABLE t (n int8 PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)") }
            for (place, statements) in Self.failing {
                await #expect("\(place)") {
                    try await database.withSession { _ = try $0.pipeline(statements.map { Statement.execute($0) }) }
                } throws: { ($0 as? PostgresError)?.sqlState != nil }
                try await database.expect("SELECT count(*) FROM t", is: 0)
            }
            #expect(database.load.connectionsOpened == 1)
        }
    }

    @Test func `a later statement sees what an earlier one waited for`() async throws {
        try await withPool(connections: 3) { database in
            try await database.withSession { try $0.executeScript("CREATE TABLE t (n int8); INSERT INTO t VALUES (1)") }
            // The holder keeps the lock until the pipeline is seen to wait for it, and has inserted a row meanwhile.
            async let holding: Void = database.transaction { holder in
                try holder.execute("SELECT n FROM t FOR UPDATE")
                try holder.execute("INSERT INTO t VALUES (2)")
                try holder.awaitWaiter()
            }
            try await eventually {
                try await database.withSession { try $0.query("SELECT n FROM t FOR UPDATE SKIP LOCKED", as: Int.self).isEmpty }
            }
            let seen = try await database.withSession { session in
                let (_, _, seen, _) = try session.pipeline(
                    Statement.execute("BEGIN"), Statement.execute("SELECT n FROM t WHERE n = 1 FOR UPDATE"),
                    Statement.query("SELECT n FROM t ORDER BY n") { try $0.decode(Int.self) }, Statement.execute("COMMIT"))
                return seen
            }
            try await holding
            #expect(seen == [1, 2])
        }
    }

    @Test func `megabytes go both ways at once`() async throws {
        try await withPool { database in
            let block = [UInt8](repeating: 0x61, count: 100_000)
            let sizes = try await database.withSession { session in
                try session.pipeline(
                    (0..<60).map { _ in Statement.query("SELECT \(block) || \(block)") { try $0.decode([UInt8].self).count } })
            }
            #expect(sizes == Array(repeating: [200_000], count: 60))
        }
    }

    @Test func `one of nothing does nothing`() async throws {
        try await withPool { database in
            let results = try await database.withSession { try $0.pipeline([Statement<Int>]()) }
            #expect(results.isEmpty)
        }
    }

    @Test func `the same text is prepared once within it`() async throws {
        try await withPool(connections: 1) { database in
            let (numbers, prepared) = try await database.withSession { session in
                let numbers = try session.pipeline(
                    (0..<50).map { number in Statement.query("SELECT \(number)") { try $0.decode(Int.self) } })
                return (numbers, try session.one("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1'", as: Int.self))
            }
            #expect(numbers == (0..<50).map { [$0] } && prepared == 1)
        }
    }
}
