import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import RandomTesting
import Synchronization
import Testing

@testable import ContractService
@testable import Portfolio

/// The export says what the projections say, at one position of the log.
@Suite(.timeLimit(.minutes(10))) struct ExportTests {
    @Test(arguments: [71, 72] as [UInt64])
    func `at any instant the export holds the pieces that the projections hold`(seed: UInt64) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let told = try await ToldLives.tell(240, lives: 12, seed: seed, to: service)
            try await portfolio.catchUp()
            let tables = try await ExportedTables(of: Export(database: service.database, rules: portfolio.rules))
            var random = SplitMix(state: seed)
            for instant in [told.instants[0], told.instants.last ?? told.instants[0]] + (0..<20).map({ _ in told.instant(&random) }) {
                let cover = try await stored(Self.coverPieces, at: instant, in: service)
                #expect(try tables.known("cover", at: instant) == cover, "\(instant)")
                let months = try await stored(Self.liabilityRuns, at: instant, in: service)
                #expect(try tables.known("liabilities", at: instant) == months, "\(instant)")
            }
            // In the projections each change of a contract repeats all its pieces.
            let pieces = try await service.database.withSession { try $0.one("SELECT count(*) FROM portfolio_1.cover_piece", as: Int.self) }
            let cover = try tables.lines("cover")
            #expect(!cover.isEmpty && cover.count < pieces)
            #expect(Set(cover).count == cover.count)
        }
    }

    @Test func `contracts, employers and events are those of the log`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let told = try await ToldLives.tell(150, lives: 8, seed: 73, to: service)
            let tables = try await ExportedTables(of: Export(database: service.database, rules: portfolio.rules))
            var events: [JSON] = []
            for (contract, line) in zip(told.contracts, try tables.lines("contracts")) {
                let history = try await service.contracts.questions.history(of: contract)
                let expected: JSON = [
                    "contract": .string("\(contract)"), "version": JSON(history.count),
                    "firstRecordedAt": .string("\(history[0].fact.recordedAt)"),
                    "lastRecordedAt": .string("\(history[history.count - 1].fact.recordedAt)"), "schemes": "littoral-2026",
                ]
                #expect(line == expected)
                events += history.map { event -> JSON in
                    [
                        "contract": .string("\(contract)"), "version": JSON(event.fact.version),
                        "type": .string(event.fact.fact.eventType),
                    ]
                }
                let last = told.instants[told.instants.count - 1]
                let employer = try Contract(events: history.map(\.fact), knownAt: last, schemes: .littoral).situation.employer
                let known = try tables.lines("employments").filter {
                    $0["contract"] == .string("\(contract)") && $0["knownUntil"] == .null
                }
                #expect(
                    known.map { [$0["employer"], $0["validFrom"], $0["validThrough"]] }
                        == employer.pieces.filter { $0.value != nil }.map {
                            [JSON($0.value), JSON($0.period.from?.description), JSON($0.period.through?.description)]
                        })
            }
            #expect(try tables.lines("contracts").count == told.contracts.count)
            let exported = try tables.lines("events")
            #expect(exported.map { $0["position"]?.integer } == Array(1...exported.count))
            #expect(Set(exported.map { $0.only(["contract", "version", "type"]) }) == Set(events) && exported.count == events.count)
        }
    }

    @Test func `what is recorded after the position is not in the export, not even at the same instant`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let told = try await ToldLives.tell(60, lives: 4, seed: 74, to: service)
            let export = Export(database: service.database, rules: portfolio.rules)
            let extent = try await export.extent()
            let before = try await ExportedTables(of: export, extent)
            // A sandbox's clock stands still.
            for contract in told.contracts {
                try await service.contracts.tell(.declarePay, ["effectiveOn": "2026-03-01", "grossMonthlyPayCents": 123], of: contract)
            }
            _ = try await service.contracts.affiliated()
            try await portfolio.catchUp()
            let after = try await ExportedTables(of: export, extent)
            #expect(after.files == before.files)
            #expect(try await export.extent().end.position > extent.end.position)
        }
    }

    @Test func `CSV has the heading and the rows of NDJSON, cell by cell`() async throws {
        try await withService { service in
            _ = try await ToldLives.tell(80, lives: 5, seed: 75, to: service)
            let tables = try await ExportedTables(of: Export(database: service.database, rules: PortfolioUnderTest(service).rules))
            for table in ExportTable.all {
                let names = table.columns.map(\.name)
                let rows = try tables.cells(table.name)
                #expect(rows.first == names)
                let lines = try tables.lines(table.name)
                #expect(!lines.isEmpty && lines.allSatisfy { $0.object?.members.map(\.key) == names })
                #expect(rows.dropFirst().map { $0 } == lines.map { line in names.map { Self.cell(line[$0]) } })
            }
        }
    }

    @Test func `an empty log is exported as empty tables`() async throws {
        try await withService { service in
            let tables = try await ExportedTables(of: Export(database: service.database, rules: PortfolioUnderTest(service).rules))
            for table in ExportTable.all {
                #expect(try tables.lines(table.name) == [] && tables.cells(table.name) == [table.columns.map(\.name)])
            }
        }
    }

    @Test func `tables that would contradict the answers are not made`() async throws {
        try await withService { service in
            _ = try await service.contracts.affiliated()
            try await PortfolioUnderTest(service).catchUp()
            let other = PortfolioUnderTest(service, digest: [9])
            await #expect(throws: PortfolioError.outdated) { try await Export(database: service.database, rules: other.rules).extent() }
        }
    }

    // MARK: What the projections hold

    private func stored(_ query: SQL, at instant: Instant, in service: ServiceUnderTest) async throws -> Set<String> {
        let instant = PostgresTimestamp(microsecondsSince1970: instant.microseconds)
        return try await service.database.withSession { session in
            Set(try session.query("\(sql: query) WHERE known_from <= \(instant) AND \(instant) < known_until", as: String.self))
        }
    }

    private static let coverPieces: SQL = """
        SELECT concat_ws('|', contract_id, CASE WHEN person = '00000000-0000-0000-0000-000000000000' THEN 'holder' ELSE person::text END,
            coalesce(nullif(valid_from, '-infinity')::text, 'null'),
            CASE WHEN valid_until = 'infinity' THEN 'null' ELSE (valid_until - 1)::text END, state, coalesce(basis, 'null'),
            coalesce(option, 'null'), coalesce(proof_due_through::text, 'null'))
        FROM portfolio_1.cover_piece
        """

    private static let liabilityRuns: SQL = """
        SELECT concat_ws('|', contract_id, coalesce(to_char(nullif(month_from, '-infinity'), 'YYYY-MM'), 'null'),
            CASE WHEN month_until = 'infinity' THEN 'null' ELSE to_char(month_until - 1, 'YYYY-MM') END, day_of_month, standing,
            employer_to_insurer_cents, agent_to_insurer_cents, employer_to_agent_cents, method, mandate_missing)
        FROM portfolio_1.liability_run
        """

    private static func cell(_ value: JSON?) -> String {
        switch value {
        case .string(let text)?: text
        case .null?, nil: ""
        case let other?: String(decoding: other.bytes(), as: UTF8.self)
        }
    }
}

/// An export in memory.
struct ExportedTables {
    /// The content of each file, by its name.
    let files: [String: [UInt8]]

    /// - Parameter extent: nil for the log as it ends now.
    init(of export: Export, _ extent: Export.Extent? = nil) async throws {
        let made = Mutex<[String: [UInt8]]>([:])
        let rows = Mutex<[String: Int]>([:])
        let whole = if let extent { extent } else { try await export.extent() }
        try await export.run(whole, ExportFormat.allCases) { table, format, bytes, count in
            made.withLock { $0["\(table.name).\(format.rawValue)", default: []] += bytes }
            rows.withLock { $0["\(table.name).\(format.rawValue)", default: 0] += count }
        }
        files = made.withLock { $0 }
        for table in ExportTable.all {
            let count = try lines(table.name).count
            #expect(rows.withLock { $0["\(table.name).csv"] } == count && rows.withLock { $0["\(table.name).ndjson"] ?? 0 } == count)
        }
    }

    /// The lines of a table.
    func lines(_ table: String) throws -> [JSON] {
        try (files["\(table).ndjson"] ?? []).split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
    }

    /// The rows of a table as known at an instant, without the instants.
    func known(_ table: String, at instant: Instant) throws -> Set<String> {
        let left = ["relation", "knownFrom", "knownUntil", "unconfirmed"]
        return Set(
            try lines(table).filter { line in
                guard let from = line["knownFrom"]?.string.flatMap({ Instant($0) }) else { return false }
                return from <= instant && line["knownUntil"]?.string.flatMap { Instant($0) }.map { instant < $0 } ?? true
            }.map { line in
                (line.object?.members ?? []).filter { !left.contains($0.key) }.map { member in
                    let flag = member.value.bool.map { $0 ? "t" : "f" }
                    return member.value.string ?? flag ?? String(decoding: member.value.bytes(), as: UTF8.self)
                }.joined(separator: "|")
            })
    }

    /// The cells of the CSV file, by RFC 4180.
    func cells(_ table: String) throws -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        for byte in files["\(table).csv"] ?? [] {
            switch byte {
            case UInt8(ascii: "\""):
                // Two quotes in a quoted cell stand for one.
                if !isQuoted, !cell.isEmpty { cell.append(byte) }
                isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted:
                row.append(String(decoding: cell, as: UTF8.self))
                cell = []
            case UInt8(ascii: "\r") where !isQuoted: break
            case UInt8(ascii: "\n") where !isQuoted:
                rows.append(row + [String(decoding: cell, as: UTF8.self)])
                (row, cell) = ([], [])
            default: cell.append(byte)
            }
        }
        return rows
    }
}

extension JSON {
    fileprivate func only(_ keys: [String]) -> JSON {
        .object(JSON.Object(keys.map { ($0, self[$0] ?? .null) }))
    }
}
