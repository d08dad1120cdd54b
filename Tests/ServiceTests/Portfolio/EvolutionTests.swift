import CivilTime
import Contracts
import DatabaseSchema
import FoundationEssentials
import JSON
import Postgres
import PostgresTesting
import ServiceTesting
import Testing

@testable import ContractService
@testable import EventLog
@testable import Portfolio
@testable import Vault

/// What was ever written is read by every reader, and survives every migration.
@Suite(.timeLimit(.minutes(10))) struct EvolutionTests {
    /// Obligation T12: alone, followed, rebuilt, proved, and fed to consumers.
    @Test(arguments: [1, 16])
    func `every event ever written is read by every reader, moved into parts or not`(parts: Int) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let contracts = try await service.database.withSession { try Self.writeGolden(in: $0) }
            if parts > 1 { try await service.owner.withSession { try EventLog.move(intoParts: parts, in: $0) } }

            for (contract, event) in contracts {
                let events = try await service.contracts.ask(.events, of: contract)
                #expect(events[path: "events.1.type"] == .string(event.type))
                #expect(try await service.contracts.ask(.timeline, of: contract)["holder"] != nil)
            }
            try await portfolio.catchUp(limit: 3)
            #expect(try await portfolio.lines(.coverage(on: "2026-06-01", employer: nil, state: nil)).count == contracts.count)
            let report = try await portfolio.rebuilding { try await $0.run(.replace) }
            #expect(report.differences == [])
            #expect(report.events == contracts.count * 2)
            #expect(try await portfolio.proof().differences == [])
            let fed = try await service.database.withSession { session in
                let log = try EventLog.identity(in: session)
                return try EventLog.page(after: 0, limit: 1000, in: session).map { try FeedEvent($0, of: log, logID: log.id.text) }
            }
            #expect(fed.count == contracts.count * 2)
        }
    }

    /// Obligation T13: nothing is lost on the way from any schema there was, and a second run changes nothing.
    ///
    /// One at a time: Citus has each worker make a schema's roles anew, and the roles of a server are those of all its databases. So migrations of
    /// several databases wait for one another.
    @Test(.serialized, arguments: 1...Migration.all.count)
    func `a database with data from an earlier schema is brought up to date`(count: Int) async throws {
        try await withDatabase { made in
            let owner = Database(made.configuration, connections: 2)
            let earlier = Array(Migration.all.prefix(count))
            #expect(try await owner.withSession { try Migrator(earlier).migrate(in: $0) } == earlier)
            let holdsLog = count >= 2
            let holdsVault = count >= 3
            let key = MasterKey.random()
            let person = Record(contract: UUID(), person: .holder, kind: .identity, content: Array(#"{"familyName":"Durand"}"#.utf8))
            if holdsLog { _ = try await owner.withSession { try Self.writeGolden(in: $0) } }
            if holdsVault {
                // As the first schema had it, without who kept it and what finds it. A vault of today asks first who was erased, and for the epoch.
                try await owner.withSession { session in
                    let knowsErasures = try session.one("SELECT to_regclass('vault.erasure') IS NOT NULL", as: Bool.self)
                    if !knowsErasures { try session.executeScript("CREATE TABLE vault.erasure (contract_id uuid, person text)") }
                    defer { if !knowsErasures { try? session.executeScript("DROP TABLE vault.erasure") } }
                    let knowsEpochs = try session.one("SELECT to_regclass('vault.epoch') IS NOT NULL", as: Bool.self)
                    if !knowsEpochs {
                        try session.executeScript(
                            """
                            CREATE TABLE vault.epoch AS SELECT 1::integer AS number, now() AS begun_at, now() AS settled_at,
                                null::timestamptz AS destroyed_at, null::bytea AS check_value
                            """)
                    }
                    defer { if !knowsEpochs { try? session.executeScript("DROP TABLE vault.epoch") } }
                    for sealed in try Vault.open(key, in: session).seal([NewRecord(person)], in: session) {
                        try session.execute(
                            """
                            INSERT INTO vault.record (contract_id, person, kind, reference, sealed)
                            VALUES (\(person.contract), 'holder', \(sealed.kind.name), '', \(sealed.bytes))
                            """)
                    }
                }
            }
            let before = try await Self.content(of: owner, holdsLog: holdsLog, holdsVault: holdsVault)

            for _ in 0..<2 { _ = try await owner.withSession { try Migrator().migrate(in: $0) } }
            #expect(try await owner.withSession { try Migrator().pending(in: $0) } == [])
            #expect(try await Self.content(of: owner, holdsLog: holdsLog, holdsVault: holdsVault) == before)
            #expect(try await EventLog.verify(owner).position == (holdsLog ? Int64(GoldenEvent.all.count * 2) : 0))
            if holdsVault {
                let kept = try await owner.withSession { session in
                    try Vault.open(key, in: session).record(.identity, of: .holder, in: person.contract, in: session)?.content
                }
                #expect(kept == person.content)
            }

            // And the service reads it all.
            let service = Database(try .service(url: made.url), connections: 2)
            let projector = Projector(rules: ProjectionRules(schemes: .littoral, digest: [1]))
            while case .moved = try await service.withSession({ try projector.step(.current, limit: 50, in: $0) }) {}
            let rows = try await service.withSession { try $0.one("SELECT count(*) FROM portfolio_1.contract", as: Int.self) }
            #expect(rows == (holdsLog ? GoldenEvent.all.count : 0))
            await service.shutdown()
            await owner.shutdown()
        }
    }

    /// A contract for each golden event: an affiliation, then the event.
    private static func writeGolden(in session: Session) throws -> [(ContractID, GoldenEvent)] {
        let first = try #require(GoldenEvent.all.first { $0.type == "affiliated" })
        let coversKeys = try session.one(
            "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'log.event'::regclass AND attname = 'key_digest')", as: Bool.self)
        return try GoldenEvent.all.map { event in
            let contract = ContractID(UUID())
            let events = [first, event].map { NewEvent(type: $0.type, schema: $0.schema, payload: $0.payload) }
            if !coversKeys {
                try writeAsBefore(events, to: contract.uuid, in: session)
                return (contract, event)
            }
            let key = IdempotencyKey("golden \(contract)", fingerprint: [1, 2, 3])
            let appended = try EventLog.append(
                [Proposal(contract: contract.uuid, expectedVersion: 0, events: events, recordedBy: "golden", idempotency: key)],
                behind: EventLog.head(in: session), madeUpAt: 1_780_000_000_000_000, in: session)
            _ = try #require(appended)
            return (contract, event)
        }
    }

    /// Appends events as they were before hashes covered keys.
    private static func writeAsBefore(_ events: [NewEvent], to contract: UUID, in session: Session) throws {
        var head = try EventLog.head(in: session)
        let instant = PostgresTimestamp(microsecondsSince1970: 1_780_000_000_000_000)
        for (version, event) in zip(1..., events) {
            var recorded = RecordedEvent(
                position: head.position + 1, contract: contract, version: version, type: event.type, schema: event.schema,
                recordedAt: instant.microsecondsSince1970, recordedBy: "golden", payload: event.payload, hash: [])
            recorded.hash = EventHash.of(recorded, after: head.hash)
            head = Head(position: recorded.position, hash: recorded.hash, recordedAt: recorded.recordedAt)
            try session.execute(
                """
                INSERT INTO log.event (position, contract_id, version, type, schema, recorded_at, recorded_by, payload, hash)
                VALUES (\(recorded.position), \(contract), \(Int32(version)), \(event.type), \(Int16(event.schema)), \(instant), 'golden',
                    convert_from(\(event.payload), 'UTF8')::json, \(recorded.hash))
                """)
        }
        let (version, key) = (Int32(events.count), "golden \(ContractID(contract))")
        try session.execute("UPDATE log.head SET position = \(head.position), hash = \(head.hash), recorded_at = \(instant)")
        try session.execute(
            """
            INSERT INTO log.idempotency (key, fingerprint, contract_id, first_version, last_version, version, position, recorded_at)
            VALUES (\(key), '\\x010203', \(contract), 1, \(version), \(version), \(head.position), \(instant))
            """)
    }

    /// All rows of the log and of the vault, as text: the columns that the first schema had. Idempotency keys stand behind their caller since.
    private static func content(of database: Database, holdsLog: Bool, holdsVault: Bool) async throws -> [String] {
        let tables =
            (holdsLog
                ? [
                    "(SELECT position, contract_id, version, type, schema, recorded_at, recorded_by, payload, hash FROM log.event)",
                    "(SELECT position, hash, recorded_at FROM log.head)",
                    """
                    (SELECT regexp_replace(key, '^golden/', ''), fingerprint, contract_id, first_version, last_version, version, position, recorded_at
                    FROM log.idempotency)
                    """,
                ] : [])
            + (holdsVault ? ["vault.person", "(SELECT contract_id, person, kind, reference, sealed FROM vault.record)"] : [])
        return try await database.withSession { session in
            try tables.flatMap { table in
                try session.query(SQL(unsafe: "SELECT t::text FROM \(table) t ORDER BY 1"), as: String.self)
            }
        }
    }
}
