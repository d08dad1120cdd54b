import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct TransactionTests {
    struct Refusal: Error {}

    private func withTable<T: Sendable>(_ body: (Database) async throws -> T) async throws -> T {
        try await withPool { database in
            try await database.withSession { try $0.executeScript("CREATE TABLE t (n int8 PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)") }
            return try await body(database)
        }
    }

    private func expectNumbers(_ expected: [Int], _ database: Database, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let numbers = try await database.withSession { try $0.query("SELECT n FROM t ORDER BY n", as: Int.self) }
        #expect(numbers == expected, sourceLocation: sourceLocation)
    }

    @Test func `it commits when the body returns and rolls back when it throws`() async throws {
        try await withTable { database in
            try await database.transaction { _ = try $0.execute("INSERT INTO t VALUES (1)") }
            await #expect(throws: Refusal.self) {
                try await database.transaction { session in
                    try session.execute("INSERT INTO t VALUES (2)")
                    throw Refusal()
                }
            }
            try await expectNumbers([1], database)
        }
    }

    @Test func `a savepoint fails alone, at any depth`() async throws {
        try await withTable { database in
            try await database.transaction { session in
                try session.execute("INSERT INTO t VALUES (1)")
                try? session.savepoint { session in
                    try session.execute("INSERT INTO t VALUES (2)")
                    try session.savepoint { _ = try $0.execute("INSERT INTO t VALUES (3)") }
                    try? session.savepoint { _ = try $0.execute("SELECT broken") }
                    try session.execute("INSERT INTO t VALUES (4)")
                    throw Refusal()
                }
                try session.savepoint { session in
                    try? session.savepoint { session in
                        try session.execute("INSERT INTO t VALUES (5)")
                        try session.execute("SELECT broken")
                    }
                    try session.execute("INSERT INTO t VALUES (6)")
                }
            }
            try await expectNumbers([1, 6], database)
        }
    }

    @Test func `a commit that fails is an error`() async throws {
        try await withTable { database in
            await #expect {
                try await database.transaction { _ = try $0.execute("INSERT INTO t VALUES (1), (1)") }
            } throws: { ($0 as? PostgresError)?.sqlState == .uniqueViolation }
            try await expectNumbers([], database)
            #expect(database.load.connectionsOpened == 1)
        }
    }

    @Test func `a statement outside a transaction can fail when it commits`() async throws {
        try await withTable { database in
            await #expect {
                try await database.withSession { _ = try $0.execute("INSERT INTO t VALUES (1), (1)") }
            } throws: { ($0 as? PostgresError)?.sqlState == .uniqueViolation }
            try await expectNumbers([], database)
            #expect(database.load.connectionsOpened == 1)
        }
    }

    @Test func `a swallowed error does not become a silent rollback`() async throws {
        try await withTable { database in
            await #expect {
                try await database.transaction { session in
                    try session.execute("INSERT INTO t VALUES (1)")
                    _ = try? session.execute("SELECT broken")
                }
            } throws: { ($0 as? PostgresError)?.sqlState == .inFailedTransaction }
            try await expectNumbers([], database)
        }
    }

    @Test func `one left open is rolled back before the next access`() async throws {
        try await withTable { database in
            try await database.withSession { session in
                try session.execute("BEGIN")
                try session.execute("INSERT INTO t VALUES (1)")
            }
            try await expectNumbers([], database)
        }
    }

    @Test func `one inside another is refused`() async throws {
        try await withTable { database in
            await #expect {
                try await database.transaction { try $0.transaction { _ in } }
            } throws: { $0.postgresCode == .misuse }
            await #expect { try await database.withSession { try $0.savepoint { _ in } } } throws: { $0.postgresCode == .misuse }
        }
    }

    @Test func `the loser of a conflict is run again, as often as asked`() async throws {
        try await withTable { database in
            let runs = Counter()
            let attempt: @Sendable (Session) throws -> Void = { session in
                runs.add()
                try session.executeScript("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")
            }
            await #expect { try await database.transaction(.serializable, attempts: 3, attempt) } throws: { error in
                (error as? PostgresError)?.isConcurrencyConflict == true
            }
            #expect(runs.value == 3)
        }
    }

    @Test func `concurrent serializable increments all count`() async throws {
        try await withTable { database in
            try await database.withSession { _ = try $0.execute("INSERT INTO t VALUES (0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await database.transaction(.serializable, attempts: 50) { _ = try $0.execute("UPDATE t SET n = n + 1") }
                    }
                }
                try await group.waitForAll()
            }
            try await expectNumbers([20], database)
        }
    }

    @Test func `a read-only snapshot sees one moment and refuses to write`() async throws {
        try await withTable { database in
            let seen = try await database.withSession { session in
                try session.transaction(.readOnlySnapshot) { session in
                    #expect { try session.savepoint { _ = try $0.execute("INSERT INTO t VALUES (1)") } } throws: { error in
                        (error as? PostgresError)?.sqlState == .readOnlyTransaction
                    }
                    return try session.query("SELECT n FROM t", as: Int.self)
                }
            }
            #expect(seen == [])
        }
    }
}
