import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct CopyTests {
    struct Refusal: Error {}

    private func withTable<T: Sendable>(_ body: (Database) async throws -> T) async throws -> T {
        try await withPool(connections: 1) { database in
            try await database.withSession { try $0.executeScript("CREATE TABLE t (n int8 PRIMARY KEY, name text, payload bytea)") }
            return try await body(database)
        }
    }

    /// Rows of the table.
    private static func rows(_ numbers: ClosedRange<Int>, name: (Int) -> String? = { _ in "x" }) -> BinaryRows {
        var rows = BinaryRows()
        for number in numbers {
            rows.row(fields: 3)
            rows.field(number)
            if let name = name(number) { rows.field(name) } else { rows.null() }
            rows.field([UInt8](repeating: 1, count: 100))
        }
        return rows
    }

    @Test func `typed rows go in and come back`() async throws {
        try await withTable { database in
            let (copied, sum, nulls) = try await database.withSession { session in
                let copied = try session.copyIn("COPY t FROM STDIN (FORMAT binary)") { rows in
                    try rows.bytes(Self.rows(1...20_000) { $0 % 2 == 0 ? "even" : nil }.bytes)
                }
                let row = try session.one("SELECT sum(n)::int8, count(*) FILTER (WHERE name IS NULL) FROM t", as: (Int, Int).self)
                return (copied, row.0, row.1)
            }
            #expect(copied == 20_000 && sum == 200_010_000 && nulls == 10_000)
        }
    }

    @Test func `text goes in and comes out`() async throws {
        try await withTable { database in
            let (copied, lines) = try await database.withSession { session in
                try session.copyIn("COPY t (n, name) FROM STDIN") { rows in
                    try rows.bytes(Array("1\ta\n2\t".utf8))
                    try rows.bytes(Array("b\n".utf8))
                }
                var lines: [String] = []
                let copied = try session.copyOut("COPY (SELECT n, name FROM t ORDER BY n) TO STDOUT") {
                    lines.append(String(decoding: $0, as: UTF8.self))
                }
                return (copied, lines)
            }
            #expect(copied == 2 && lines == ["1\ta\n", "2\tb\n"])
        }
    }

    @Test func `megabytes come out`() async throws {
        try await withTable { database in
            let bytes = try await database.withSession { session in
                var bytes = 0
                try session.copyOut("COPY (SELECT repeat('x', 1000) FROM generate_series(1, 20000)) TO STDOUT") { bytes += $0.count }
                return bytes
            }
            #expect(bytes == 20_020_000)
        }
    }

    @Test func `a body that throws copies nothing`() async throws {
        try await withTable { database in
            await #expect(throws: Refusal.self) {
                try await database.withSession { session in
                    try session.copyIn("COPY t FROM STDIN (FORMAT binary)") { rows in
                        try rows.bytes(Self.rows(1...10_000).bytes)
                        throw Refusal()
                    }
                }
            }
            await #expect(throws: Refusal.self) {
                try await database.withSession {
                    try $0.copyOut("COPY (SELECT generate_series(1, 100000)) TO STDOUT") { _ in throw Refusal() }
                }
            }
            try await database.expect("SELECT count(*) FROM t", is: 0)
        }
    }

    @Test func `rows the server refuses are an error, and the connection stays good`() async throws {
        try await withTable { database in
            await #expect {
                try await database.withSession { session in
                    try session.copyIn("COPY t FROM STDIN (FORMAT binary)") { rows in
                        for _ in 1...50_000 { try rows.bytes(Self.rows(1...1).bytes) }
                    }
                }
            } throws: { ($0 as? PostgresError)?.sqlState == .uniqueViolation }
            await #expect { try await database.withSession { _ = try $0.copyIn("COPY nowhere FROM STDIN") { _ in } } } throws: {
                ($0 as? PostgresError)?.sqlState == .undefinedTable
            }
            try await database.expect("SELECT count(*) FROM t", is: 0)
            #expect(database.load.connectionsOpened == 1)
        }
    }

    @Test func `what is no COPY of the right direction is refused`() async throws {
        try await withTable { database in
            for statement: SQL in ["SELECT 1", "COPY t TO STDOUT"] {
                await #expect { try await database.withSession { _ = try $0.copyIn(statement) { _ in } } } throws: {
                    $0.postgresCode == .misuse
                }
            }
            await #expect { try await database.withSession { _ = try $0.copyOut("COPY t FROM STDIN") { _ in } } } throws: {
                $0.postgresCode == .misuse
            }
            try await database.expect("SELECT 1", is: 1)
        }
    }

    @Test func `it takes part in a transaction`() async throws {
        try await withTable { database in
            await #expect(throws: Refusal.self) {
                try await database.transaction { session in
                    try session.copyIn("COPY t FROM STDIN (FORMAT binary)") { try $0.bytes(Self.rows(1...1).bytes) }
                    throw Refusal()
                }
            }
            try await database.expect("SELECT count(*) FROM t", is: 0)
        }
    }
}
