import FoundationEssentials
import Postgres
import Testing

/// What `BinaryRows` writes PostgreSQL takes, and what it gives back `BinaryRow` reads.
@Suite(.timeLimit(.minutes(10)))
struct BinaryRowTests {
    /// One row of every kind of field, and a row of NULLs.
    private static let table =
        "small int2, number int4, large int8, id uuid, day date, at timestamptz, name text, days date[], names text[]"
    private static let id = UUID(bits: 0x0195_a3c0_1f2e_7a4b_8c6d_9e0f_1a2b_3c4d)
    private static let days = [PostgresDate.minusInfinity, PostgresDate(daysSince1970: 0), .infinity]

    private static var rows: BinaryRows {
        var rows = BinaryRows()
        rows.row(fields: 9)
        rows.field(Int16(-2))
        rows.field(Int32.max)
        rows.field(Int64.min)
        rows.field(id)
        rows.field(days[1])
        rows.field(PostgresTimestamp(microsecondsSince1970: -1))
        rows.field("Zoë")
        rows.array(days.count, of: PostgresDate.self) { pen in
            for day in days { pen.element(day) }
        }
        rows.array(["a", nil, ""])
        rows.row(fields: 9)
        for _ in 1...9 { rows.null() }
        return rows
    }

    /// Copies `rows` into a table and out of it.
    private func copied(_ rows: BinaryRows, _ body: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void) async throws {
        try await withPool(connections: 1) { database in
            try await database.withSession { session in
                try session.executeScript("CREATE TABLE t (\(Self.table))")
                try session.copyIn("COPY t FROM STDIN (FORMAT binary)") { try $0.bytes(rows.bytes) }
                try session.copyOut(bytesOf: "COPY t TO STDOUT (FORMAT binary)", body)
            }
        }
    }

    @Test func `rows come back as they were written`() async throws {
        let seen = Seen()
        try await copied(Self.rows) { bytes in
            seen.bytes += BinaryRow.bytes(of: bytes).map { [UInt8]($0) } ?? []
            guard var row = BinaryRow(bytes) else { return }
            seen.rows += 1
            guard seen.rows == 1 else {
                let numbers = (try row.valueOrNull(Int16.self), try row.valueOrNull(Int32.self), try row.valueOrNull(Int64.self))
                let others = (try row.valueOrNull(UUID.self), try row.valueOrNull(PostgresDate.self), try row.textOrNull())
                #expect(numbers == (nil, nil, nil) && others == (nil, nil, nil))
                let none = try row.bytes()
                var days = Self.days
                try row.array(into: &days)
                #expect(none.isEmpty && days.isEmpty)
                return
            }
            let numbers = (try row.int16(), try row.int32(), try row.int64(), try row.value(UUID.self))
            let others = (try row.value(PostgresDate.self), try row.value(PostgresTimestamp.self), try row.textOrNull())
            #expect(numbers == (-2, .max, .min, Self.id))
            #expect(others == (Self.days[1], PostgresTimestamp(microsecondsSince1970: -1), "Zoë"))
            var days: [PostgresDate] = []
            try row.array(into: &days)
            #expect(days == Self.days)
        }
        #expect(seen.rows == 2)
        #expect(seen.bytes == Self.rows.bytes, "PostgreSQL writes what it was given")
        var sizes: [Int] = []
        Self.rows.forEachRow { sizes.append($0.count) }
        #expect(sizes.count == 2 && sizes.reduce(0, +) == Self.rows.bytes.count)
    }

    private final class Seen: @unchecked Sendable {
        // Used on the session's thread until the copy has ended, and only then by the test.
        var rows = 0
        var bytes: [UInt8] = []
    }

    typealias Reading = @Sendable (inout BinaryRow) throws -> Void

    static let wrong: [(String, Reading)] = [
        ("a number of another size", { _ = try $0.int32() }), ("a NULL", { for _ in 1...2 { _ = try $0.int16() } }),
        (
            "no array",
            { row in
                var days: [PostgresDate] = []
                try row.array(into: &days)
            }
        ),
        (
            "an array of another type",
            { row in
                for _ in 1...2 { _ = try row.valueOrNull(Int16.self) }
                var numbers: [Int32] = []
                try row.array(into: &numbers)
            }
        ),
        ("a field behind the last", { row in for _ in 1...4 { _ = try row.bytes() } }),
    ]

    @Test(arguments: wrong.map(\.0))
    func `a field that is not what its reader takes it for is an error`(name: String) throws {
        var rows = BinaryRows()
        rows.row(fields: 3)
        rows.field(Int16(1))
        rows.null()
        rows.array(1, of: PostgresDate.self) { $0.element(PostgresDate(daysSince1970: 1)) }
        let reading = try #require(Self.wrong.first { $0.0 == name }).1
        try rows.bytes.withUnsafeBytes { bytes in
            var row = try #require(BinaryRow(bytes))
            #expect { try reading(&row) } throws: { $0.postgresCode == .decoding }
        }
        // Cut off anywhere, it is never read beyond its end.
        for length in 2..<rows.bytes.count {
            Array(rows.bytes.prefix(length)).withUnsafeBytes { bytes in
                guard var row = BinaryRow(bytes) else { return }
                #expect { for _ in 1...3 { _ = try row.bytes() } } throws: { $0.postgresCode == .decoding }
            }
        }
    }
}
