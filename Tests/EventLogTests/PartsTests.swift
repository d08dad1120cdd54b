import DatabaseSchema
import FoundationEssentials
import Postgres
import Testing

@testable import EventLog

/// The events are moved into parts once, and the log stays the same log.
@Suite(.timeLimit(.minutes(10))) struct PartsTests {
    private func fill(_ log: LogUnderTest, contracts: Int = 40) async throws {
        for number in 0..<contracts {
            let contract = UUID()
            _ = try await log.append([
                .events(2, to: contract, at: 0, key: "k\(number)"), .events(to: contract, at: 2), .events(to: UUID(), at: 0),
            ])
        }
    }

    private func move(_ log: LogUnderTest, into count: Int) async throws {
        try await log.owner.withSession { try EventLog.move(intoParts: count, in: $0) }
    }

    private func parts(of log: LogUnderTest) async throws -> Int { try await log.service.withSession { try EventLog.parts(in: $0) } }

    @Test func `a filled log is the same in parts: events, keys, identity, hashes; and it goes on`() async throws {
        try await withLog { log async throws in
            try await fill(log)
            let begun = try await log.service.withSession(EventLog.look)
            let (events, head) = (try await log.page(), try await EventLog.verify(log.service))
            #expect(try await parts(of: log) == 1)
            try await move(log, into: 16)
            #expect(try await parts(of: log) == 16)
            #expect(try await log.page() == events)
            #expect(try await EventLog.verify(log.service) == head)
            let look = try await log.service.withSession(EventLog.look)
            #expect(look.identity == begun.identity && !look.hasBegunIncarnation)
            let used = try await log.owner.withSession { session in
                try session.one("SELECT count(DISTINCT tableoid) FROM log.event", as: Int.self)
            }
            #expect(used > 8)

            let contract = events[0].contract
            #expect(try await log.events(of: contract).map(\.version) == [1, 2, 3])
            for rows in [Int.max, 0] {
                let version = try await log.events(of: contract).count
                let appended = try await log.append([.events(to: contract, at: version), .events(to: UUID(), at: 0)], copyingFrom: rows)
                #expect(appended.map(\.isAppended) == [true, true])
            }
            let repeated = try await log.append(.events(2, to: contract, at: 0, key: "k0"))
            #expect(repeated.name == "replayed")
            let continued = try await log.service.withSession { try EventLog.continuation(of: head.position, limit: 10, in: $0) }
            #expect(continued.hash == head.hash && continued.events.count == 4)
            let ranges = try await log.service.withSession { try ContractRange.all(ofAbout: 1, in: $0) }
            #expect(ranges.count > 4)
            #expect(try await EventLog.verify(log.service).position == head.position + 4)
        }
    }

    @Test func `an empty log is moved too`() async throws {
        try await withLog { log async throws in
            try await move(log, into: 2)
            try await fill(log, contracts: 3)
            #expect(try await parts(of: log) == 2)
            #expect(try await EventLog.verify(log.service).position == 12)
        }
    }

    @Test func `a log in parts is not moved again`() async throws {
        try await withLog { log async throws in
            try await fill(log, contracts: 3)
            try await move(log, into: 4)
            for count in [4, 16] { await #expect(throws: PartsTrouble.isInParts(4)) { try await move(log, into: count) } }
            #expect(try await parts(of: log) == 4)
        }
    }

    @Test func `a log on which others hang is not moved, and they are named`() async throws {
        try await withLog { log async throws in
            try await fill(log, contracts: 3)
            for (making, object, dropping) in [
                ("VIEW public.totals AS SELECT count(*) FROM log.event", "view totals", "VIEW totals"),
                (
                    "MATERIALIZED VIEW public.kinds AS SELECT DISTINCT type FROM log.event", "materialized view kinds",
                    "MATERIALIZED VIEW kinds"
                ),
                (
                    "FUNCTION public.kind(log.event) RETURNS text LANGUAGE sql AS 'SELECT $1.type'", "function kind(log.event)",
                    "FUNCTION kind"
                ),
                (
                    "TABLE public.note (contract_id uuid, version integer, FOREIGN KEY (contract_id, version) REFERENCES log.event)",
                    "constraint note_contract_id_version_fkey on table note", "TABLE note"
                ),
            ] {
                try await log.asOwner("CREATE \(making)")
                await #expect(throws: PartsTrouble.isReferred(by: [object])) { try await move(log, into: 4) }
                #expect(PartsTrouble.isReferred(by: [object]).description.contains(object))
                try await log.asOwner("DROP \(dropping)")
            }
            try await move(log, into: 4)
            #expect(try await parts(of: log) == 4)
        }
    }

    @Test func `a damaged log is not moved`() async throws {
        try await withLog { log async throws in
            try await fill(log, contracts: 3)
            try await log.asOwner(
                "SET session_replication_role = replica; UPDATE log.event SET type = 'other' WHERE position = 5; RESET session_replication_role"
            )
            let damage = await #expect(throws: LogDamage.self) { try await move(log, into: 4) }
            #expect(damage?.position == 5 && damage?.kind == .hashDiffers)
            #expect(try await parts(of: log) == 1)
            #expect(try await log.page().count == 12)
        }
    }

    @Test func `a move that fails leaves the log as it was`() async throws {
        try await withLog { log async throws in
            try await fill(log, contracts: 3)
            // The last of the parts cannot be made.
            try await log.asOwner("CREATE TABLE log.event_part_15 ()")
            await #expect(throws: PostgresError.self) { try await move(log, into: 16) }
            #expect(try await parts(of: log) == 1)
            _ = try await log.append(.events(to: UUID(), at: 0))
            #expect(try await EventLog.verify(log.service).position == 13)
            await #expect(throws: PostgresError.self) { try await log.asOwner("DELETE FROM log.event") }
        }
    }

    @Test func `each part has the triggers, indexes and settings of the one table, and no rights of its own`() async throws {
        try await withLog(isSandbox: false) { log async throws in
            func shape(_ table: String) async throws -> [String] {
                try await log.owner.withSession { session in
                    try session.query(
                        """
                        SELECT unnest(reloptions) FROM pg_class WHERE oid = \(table)::regclass
                        UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = \(table)::regclass
                        UNION ALL SELECT split_part(pg_get_indexdef(indexrelid), ' USING ', 2) FROM pg_index WHERE indrelid = \(table)::regclass
                        UNION ALL SELECT tgname || split_part(pg_get_triggerdef(oid), ' FOR EACH ', 2) FROM pg_trigger
                            WHERE tgrelid = \(table)::regclass AND NOT tgisinternal
                        UNION ALL SELECT attname || ' ' || attnotnull || ' ' || attstattarget || ' ' || array(SELECT option FROM unnest(attoptions) option WHERE option LIKE 'n_distinct=%')::text
                            FROM pg_attribute
                            WHERE attrelid = \(table)::regclass AND attnum > 0
                        ORDER BY 1
                        """, as: String.self)
                }
            }
            let one = try await shape("log.event")
            #expect(
                one.contains("autovacuum_vacuum_insert_threshold=10000") && one.contains { $0.hasPrefix("contract_id true 10 {n_distinct") }
            )
            try await move(log, into: 4)
            for part in 0..<4 { #expect(try await shape("log.event_part_\(part)") == one) }
            _ = try await log.append(.events(3, to: UUID(), at: 0), now: .present)
            for part in 0..<4 {
                for change in [
                    "UPDATE log.event_part_\(part) SET type = 'other'", "DELETE FROM log.event_part_\(part)",
                    "TRUNCATE log.event_part_\(part)",
                ] {
                    let toOwner = await #expect(throws: PostgresError.self) { try await log.asOwner(change) }
                    #expect(toOwner?.message.contains("the log is only ever added to") == true)
                }
                let toService = await #expect(throws: PostgresError.self) {
                    try await log.service.withSession { try $0.executeScript("SELECT FROM log.event_part_\(part)") }
                }
                #expect(toService?.sqlState == .insufficientPrivilege)
            }
        }
    }

    @Test func `later migrations find the log that they know`() async throws {
        try await withLog { log async throws in
            try await fill(log, contracts: 3)
            try await move(log, into: 4)
            #expect(try await log.owner.withSession { try Migrator().migrate(in: $0) } == [])
            let next = Migration(
                number: Migration.all.count + 1, name: "later",
                script: Array("ALTER TABLE log.event ADD COLUMN later text; CREATE INDEX event_later ON log.event (later)".utf8))
            #expect(try await log.owner.withSession { try Migrator(Migration.all + [next]).migrate(in: $0) } == [next])
            _ = try await log.append(.events(to: UUID(), at: 0))
            #expect(try await EventLog.verify(log.service).position == 13)
        }
    }
}
