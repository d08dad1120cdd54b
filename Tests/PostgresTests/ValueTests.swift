import FoundationEssentials
import Postgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ValueTests {
    /// A value and the expression that makes PostgreSQL send the same.
    struct Sent: Sendable, CustomTestStringConvertible {
        let expression: String
        let bytes: [UInt8]

        init(_ value: some PostgresEncodable, _ expression: String) {
            self.expression = expression
            var bytes: [UInt8] = []
            value.encode(into: &bytes)
            self.bytes = bytes
        }

        var testDescription: String { expression }
    }

    static let identifier = UUID(uuidString: "0195a3c0-1f2e-7a4b-8c6d-9e0f1a2b3c4d") ?? UUID()

    static let sent: [Sent] = [
        Sent(true, "boolsend(true)"), Sent(false, "boolsend(false)"),
        Sent(Int16.min, "int2send('-32768')"), Sent(Int32(-2), "int4send(-2)"), Sent(Int64.max, "int8send(9223372036854775807)"),
        Sent(7, "int8send(7)"),
        Sent(-1.5, "float8send(-1.5)"), Sent(Double.infinity, "float8send('infinity')"),
        Sent("Zoë 👋", "textsend('Zoë 👋')"), Sent("", "textsend('')"),
        Sent([UInt8]([0, 255, 92]), "byteasend('\\x00ff5c')"), Sent([UInt8](), "byteasend('')"),
        Sent(identifier, "uuid_send('0195a3c0-1f2e-7a4b-8c6d-9e0f1a2b3c4d')"),
        Sent(PostgresJSON(#"{"b": 1,  "a": [null]}"#), #"json_send('{"b": 1,  "a": [null]}')"#),
        Sent(PostgresTimestamp(microsecondsSince1970: 0), "timestamptz_send('1970-01-01T00:00:00Z')"),
        Sent(PostgresTimestamp(microsecondsSince1970: 1_700_000_000_123_456), "timestamptz_send('2023-11-14T22:13:20.123456Z')"),
        Sent(PostgresTimestamp(microsecondsSince1970: .max), "timestamptz_send('infinity')"),
        Sent(PostgresTimestamp(microsecondsSince1970: .min), "timestamptz_send('-infinity')"),
        Sent(PostgresDate(daysSince1970: 0), "date_send('1970-01-01')"), Sent(PostgresDate(daysSince1970: -1), "date_send('1969-12-31')"),
        Sent(PostgresDate(daysSince1970: 19_782), "date_send('2024-02-29')"),
        Sent(PostgresDate(daysSince1970: .max), "date_send('infinity')"), Sent(PostgresDate(daysSince1970: .min), "date_send('-infinity')"),
        Sent([Int64](), "array_send('{}'::int8[])"), Sent([Int64(1), -1], "array_send('{1,-1}'::int8[])"),
        Sent(["a", "", "c,\""], #"array_send(ARRAY['a','','c,"'])"#), Sent(["a", nil], "array_send(ARRAY['a',NULL])"),
        Sent([identifier], "array_send(ARRAY['0195a3c0-1f2e-7a4b-8c6d-9e0f1a2b3c4d'::uuid])"),
        Sent([[UInt8]([1]), []], "array_send(ARRAY['\\x01'::bytea, ''])"), Sent([true, nil, false], "array_send(ARRAY[true,NULL,false])"),
        Sent([PostgresDate(daysSince1970: 1)], "array_send(ARRAY['1970-01-02'::date])"),
        Sent([PostgresJSON("[1]")], "array_send(ARRAY['[1]'::json])"),
    ]

    @Test func `values are written as PostgreSQL itself writes them`() async throws {
        try await withPool { database in
            for value in Self.sent {
                // The expressions are this file's own text.
                let sql = SQL(unsafe: "SELECT \(value.expression)")
                let bytes = try await database.withSession { try $0.one(sql, as: [UInt8].self) }
                #expect(bytes == value.bytes, "\(value.expression)")
            }
        }
    }

    private func returned<T: PostgresEncodable & PostgresDecodable & Sendable>(_ value: T, _ database: Database) async throws -> T? {
        try await database.withSession { try $0.one("SELECT \(value)", as: T.self) }
    }

    @Test func `values come back as they were sent`() async throws {
        try await withPool { database in
            func check<T: PostgresEncodable & PostgresDecodable & Equatable & Sendable>(_ values: T...) async throws {
                for value in values { #expect(try await returned(value, database) == value) }
            }
            try await check(true, false)
            try await check(Int16.min, 0, .max)
            try await check(Int32.min, 0, .max)
            try await check(Int64.min, 0, .max)
            try await check(Int.min, 0, .max)
            try await check(0.1, -.infinity, .leastNonzeroMagnitude)
            try await check("", "Zoë 👋", String(repeating: "x", count: 100_000))
            try await check([UInt8](), [0, 1, 255], [UInt8](repeating: 7, count: 100_000))
            try await check(Self.identifier)
            try await check(PostgresJSON("{}"), PostgresJSON(#"{"b": 1,  "a": "é"}"#))
            try await check(
                PostgresTimestamp(microsecondsSince1970: -1), .init(microsecondsSince1970: .max), .init(microsecondsSince1970: .min))
            try await check(PostgresDate(daysSince1970: -719_162), .init(daysSince1970: .max), .init(daysSince1970: .min))
            try await check(Int64?.none, 4)
            try await check(String?.none, "")
            try await check([Int64](), [1, 2, 3])
            try await check([Int64?](), [nil, 2, nil])
            try await check([String](), ["", "a"])
            try await check([[UInt8]](), [[], [1, 2]])
            try await check([[UInt8]?](), [nil, []])
            try await check([Self.identifier, Self.identifier])
            try await check([PostgresTimestamp(microsecondsSince1970: 5), nil])
            try await check([PostgresDate(daysSince1970: 5)], [])
            try await check([Double](), [1.5])
            try await check([Bool?](), [true, nil])
            try await check([Int16](), [1])
            try await check([Int32](), [1])
            try await check([PostgresJSON("1")], [])
        }
    }

    enum Kind: String, PostgresEncodable, PostgresDecodable, PostgresArrayElement { case hospital, dental }

    @Test func `an enumeration is its raw value`() async throws {
        try await withPool { database in
            let (one, several) = (try await returned(Kind.dental, database), try await returned([Kind.dental, .hospital], database))
            #expect(one == .dental && several == [.dental, .hospital])
            await #expect { try await database.withSession { try $0.query("SELECT 'optical'", as: Kind.self) } } throws: {
                $0.postgresCode == .decoding
            }
        }
    }

    @Test func `json goes into jsonb, and comes out of it`() async throws {
        try await withPool { database in
            let json = PostgresJSON(#"{"b": 1}"#)
            let returned = try await database.withSession { try $0.one("SELECT \(json)::jsonb", as: PostgresJSON.self) }
            #expect(returned == json)
        }
    }

    @Test func `stored json is read byte for byte, also as bytes and as text`() async throws {
        try await withPool { database in
            let (bytes, text) = try await database.withSession { session in
                try session.one(#"SELECT '{ "a":1}'::json, '{ "a":1}'::json"#, as: ([UInt8], String).self)
            }
            #expect(bytes == Array(#"{ "a":1}"#.utf8) && text == #"{ "a":1}"#)
        }
    }

    @Test func `unnest inserts many rows with one statement`() async throws {
        try await withPool { database in
            let (numbers, names, payloads) = (
                (0..<1000).map { Int64($0) }, (0..<1000).map { $0 % 7 == 0 ? nil : "n\($0)" }, (0..<1000).map { [UInt8($0 % 256)] }
            )
            let (inserted, sum, nulls) = try await database.withSession { session in
                try session.execute("CREATE TABLE t (n int8, name text, payload bytea)")
                let inserted = try session.execute("INSERT INTO t SELECT * FROM unnest(\(numbers), \(names), \(payloads))")
                let (sum, nulls) = try session.one("SELECT sum(n)::int8, count(*) FILTER (WHERE name IS NULL) FROM t", as: (Int, Int).self)
                return (inserted, sum, nulls)
            }
            #expect(inserted == 1000 && sum == 499_500 && nulls == 143)
        }
    }

    @Test func `a column of another type, a NULL, or another number of columns is refused`() async throws {
        try await withPool { database in
            func refused<each T: PostgresDecodable>(_ row: String, _ types: (repeat each T).Type) async throws {
                let sql = SQL(unsafe: "SELECT \(row)")
                await #expect("\(row)") {
                    try await database.withSession { session in _ = try session.query(sql) { _ = try $0.decode((repeat each T).self) } }
                } throws: { $0.postgresCode == .decoding }
            }
            try await refused("1", String.self)
            try await refused("'1'", Int.self)
            try await refused("40000", Int16.self)
            try await refused("NULL::int8", Int.self)
            try await refused("1.5::numeric", Double.self)
            try await refused("1, 2", Int.self)
            try await refused("1", (Int, Int).self)
            try await refused("ARRAY['a']", [Int].self)
            try await refused("ARRAY[NULL]::int8[]", [Int].self)
            try await refused("ARRAY[[1],[2]]::int8[]", [Int].self)
            try await refused("'x'::bytea", [Int].self)
            try await refused("'2024-01-01'::date", PostgresTimestamp.self)
            try await refused("1", Bool.self)
            try await refused("1", [UInt8].self)
            try await refused("'a'", UUID.self)
            #expect(database.load.connectionsOpened == 1, "a value that cannot be read costs no connection")
        }
    }
}
