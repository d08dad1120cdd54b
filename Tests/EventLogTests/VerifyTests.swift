import FoundationEssentials
import Postgres
import Synchronization
import Testing

@testable import EventLog

@Suite(.timeLimit(.minutes(10))) struct VerifyTests {
    /// Something done behind the log's back by somebody with every right, to ten events of which the positions 2, 4, 6, 8, 10 are one contract.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let script: String
        let position: Int64
        let kind: LogDamage.Kind

        init(_ description: String, _ script: String, at position: Int64, _ kind: LogDamage.Kind) {
            testDescription = description
            self.script = script
            self.position = position
            self.kind = kind
        }
    }

    static let tamperings = [
        Tampering(
            "a byte of a payload", "UPDATE log.event SET payload = replace(payload::text, 'nr', 'nR')::json WHERE position = 5", at: 5,
            .hashDiffers),
        Tampering(
            "a space in a payload", "UPDATE log.event SET payload = (payload::text || ' ')::json WHERE position = 1", at: 1, .hashDiffers),
        Tampering("who recorded it", "UPDATE log.event SET recorded_by = 'tesu' WHERE position = 6", at: 6, .hashDiffers),
        Tampering(
            "a letter moved from the type to who recorded it",
            "UPDATE log.event SET type = 'teste', recorded_by = 'dtest' WHERE position = 6",
            at: 6, .hashDiffers),
        Tampering("the type", "UPDATE log.event SET type = 'Tested' WHERE position = 7", at: 7, .hashDiffers),
        Tampering("the format", "UPDATE log.event SET schema = 2 WHERE position = 7", at: 7, .hashDiffers),
        Tampering("the contract", "UPDATE log.event SET contract_id = gen_random_uuid() WHERE position = 1", at: 1, .hashDiffers),
        Tampering(
            "the instant, within its neighbours'", "UPDATE log.event SET recorded_at = recorded_at - interval '1 us' WHERE position = 9",
            at: 9, .hashDiffers),
        Tampering(
            "the instant, before its neighbour's", "UPDATE log.event SET recorded_at = recorded_at - interval '1 day' WHERE position = 9",
            at: 9, .recordedAtGoesBack),
        Tampering("the hash", "UPDATE log.event SET hash = sha256(hash) WHERE position = 5", at: 5, .hashDiffers),
        Tampering("an event removed", "DELETE FROM log.event WHERE position = 5", at: 5, .missing),
        Tampering(
            "an event removed, and the gap closed",
            "DELETE FROM log.event WHERE position = 5; UPDATE log.event SET position = position - 1 WHERE position > 5; UPDATE log.head SET position = 9",
            at: 5, .hashDiffers),
        Tampering(
            "an event removed, and the contract closed over it",
            "DELETE FROM log.event WHERE position = 4; UPDATE log.event SET version = version - 1 WHERE position IN (6, 8, 10)", at: 4,
            .missing),
        Tampering("the first removed", "DELETE FROM log.event WHERE position = 1", at: 1, .missing),
        Tampering(
            "two events of a contract exchanged", "UPDATE log.event SET position = 10 - position WHERE position IN (4, 6)", at: 4,
            .versionOutOfOrder),
        Tampering(
            "two neighbours exchanged", "UPDATE log.event SET position = 11 - position WHERE position IN (5, 6)", at: 5, .hashDiffers),
        Tampering("a version skipped", "UPDATE log.event SET version = 6 WHERE position = 10", at: 10, .versionOutOfOrder),
        Tampering("the end cut off", "DELETE FROM log.event WHERE position > 8", at: 9, .missing),
        Tampering(
            "the end cut off, and the head put there", "DELETE FROM log.event WHERE position > 8; UPDATE log.head SET position = 8",
            at: 8, .headDiffers),
        Tampering("the hash of the head", "UPDATE log.head SET hash = sha256(hash)", at: 10, .headDiffers),
        Tampering("the instant of the head", "UPDATE log.head SET recorded_at = now()", at: 10, .headDiffers),
        Tampering("the head moved on", "UPDATE log.head SET position = 11", at: 11, .missing),
        Tampering("the head moved back with its hash", headMovedBack, at: 10, .beyondHead),
        Tampering("the head removed", "DELETE FROM log.head", at: 0, .headMissing),
        Tampering(
            "an event before the first",
            "INSERT INTO log.event SELECT 0, gen_random_uuid(), 1, type, schema, recorded_at, recorded_by, payload, hash FROM log.event LIMIT 1",
            at: 0, .beyondHead),
        Tampering(
            "an answer without its events", "UPDATE log.idempotency SET version = 6, last_version = 6 WHERE key = 'k5'",
            at: 10, .keyWithoutEvents(key: "k5")),
        Tampering(
            "an answer with another position", "UPDATE log.idempotency SET position = 9 WHERE key = 'k5'", at: 9,
            .keyWithoutEvents(key: "k5")),
        Tampering(
            "an answer with another time", "UPDATE log.idempotency SET recorded_at = recorded_at - interval '1 us' WHERE key = 'k5'",
            at: 10, .keyWithoutEvents(key: "k5")),
        Tampering(
            "the fingerprint of a key", "UPDATE log.idempotency SET fingerprint = '\\x01' WHERE key = 'k3'", at: 6, .keyDiffers(key: "k3")),
        Tampering(
            "the salt of a key", "UPDATE log.idempotency SET salt = gen_random_uuid() WHERE key = 'k3'", at: 6, .keyDiffers(key: "k3")),
        Tampering("no salt of a key", "UPDATE log.idempotency SET salt = NULL WHERE key = 'k3'", at: 6, .keyDiffers(key: "k3")),
        Tampering("the name of a key", "UPDATE log.idempotency SET key = 'k33' WHERE key = 'k3'", at: 6, .keyDiffers(key: "k33")),
        Tampering(
            "the first version of a key", "UPDATE log.idempotency SET first_version = 2 WHERE key = 'k3'", at: 6, .keyDiffers(key: "k3")),
        Tampering(
            "a key emptied as if a person was erased", "UPDATE log.idempotency SET fingerprint = '', salt = NULL WHERE key = 'k3'", at: 6,
            .keyDiffers(key: "k3")),
        Tampering(
            "a key moved to another contract",
            "UPDATE log.idempotency SET (contract_id, position) = (SELECT contract_id, position FROM log.event WHERE position = 5) WHERE key = 'k3'",
            at: 5, .keyDiffers(key: "k3")),
        Tampering("a key removed", "DELETE FROM log.idempotency WHERE key = 'k3'", at: 6, .keyMissing),
        Tampering("a key added to an event that has one", keyAdded(at: 6), at: 6, .keyDiffers(key: "k9")),
        Tampering("a key added to an event that has none", keyAdded(at: 7), at: 7, .keyDiffers(key: "k9")),
        Tampering(
            "a key added to an event that has none, as before keys were covered",
            "\(keyAdded(at: 7)); UPDATE log.idempotency SET salt = NULL WHERE key = 'k9'", at: 7, .keyDiffers(key: "k9")),
        Tampering(
            "a key removed, and its event's digest", "DELETE FROM log.idempotency WHERE key = 'k3'; UPDATE log.event SET key_digest = ''",
            at: 2,
            .hashDiffers),
        Tampering(
            "the digest of an event, as if of before", "UPDATE log.event SET key_digest = NULL WHERE position = 7", at: 7, .hashDiffers),
    ]

    private static func keyAdded(at position: Int) -> String {
        """
        INSERT INTO log.idempotency (key, fingerprint, contract_id, first_version, last_version, version, position, recorded_at, salt)
        SELECT 'k9', '\\x00', contract_id, version, version, version, position, recorded_at, gen_random_uuid()
        FROM log.event WHERE position = \(position)
        """
    }

    private static let headMovedBack = """
        UPDATE log.head SET position = event.position, hash = event.hash, recorded_at = event.recorded_at FROM log.event WHERE event.position = 9
        """

    @Test(arguments: tamperings)
    func `what was changed behind its back is found, and where`(tampering: Tampering) async throws {
        try await withLog { log in
            try await fillWithTen(log)
            try await EventLog.verify(log.service)
            try await log.asOwner("SET session_replication_role = replica; \(tampering.script)")
            // The size of a page must not matter.
            for pageSize: Int64 in [1, 3, 1000] {
                let damage = await #expect(throws: LogDamage.self) { try await EventLog.verify(log.service, pageSize: pageSize) }
                #expect(damage?.position == tampering.position)
                #expect(damage?.kind == tampering.kind)
            }
        }
    }

    @Test func `a position that two events have is found, whichever is read first`() async throws {
        try await withLog { log in
            try await fillWithTen(log)
            try await log.asOwner(
                """
                INSERT INTO log.event SELECT position, gen_random_uuid(), 1, type, schema, recorded_at, recorded_by, payload, hash
                FROM log.event WHERE position = 3
                """)
            for pageSize: Int64 in [1, 2, 3, 1000] {
                let damage = try #require(
                    await #expect(throws: LogDamage.self) { try await EventLog.verify(log.service, pageSize: pageSize) })
                #expect(damage.position == 3)
                #expect([.duplicated, .hashDiffers].contains(damage.kind))
            }
        }
    }

    @Test func `the event that was changed is named by its contract and version`() async throws {
        try await withLog { log in
            let contract = try await fillWithTen(log)
            try await log.asOwner("SET session_replication_role = replica; UPDATE log.event SET type = 'other' WHERE position = 6")
            let damage = try #require(await #expect(throws: LogDamage.self) { try await EventLog.verify(log.service) })
            #expect(
                "\(damage)" == "the log is damaged at position 6, contract \(contract), version 3: the event or its hash was changed")
        }
    }

    @Test func `the events of one contract are checked against their neighbours`() async throws {
        try await withLog { log in
            let contract = try await fillWithTen(log)
            func damage() async throws -> LogDamage? {
                try await log.service.withSession { session in
                    try EventLog.firstDamage(in: EventLog.events(of: [contract], in: session)[contract, default: []], in: session)
                }
            }
            #expect(try await damage() == nil)
            try await log.asOwner("SET session_replication_role = replica; UPDATE log.event SET hash = sha256(hash) WHERE position = 9")
            #expect(try await damage()?.position == 10)
            try await log.asOwner("SET session_replication_role = replica; UPDATE log.event SET recorded_by = 'tesu' WHERE position = 6")
            let found = try await damage()
            #expect(found?.version == 3 && found?.kind == .hashDiffers)
            try await log.asOwner("SET session_replication_role = replica; DELETE FROM log.event WHERE position = 3")
            #expect(try await damage() == LogDamage(position: 3, .missing))
        }
    }

    @Test func `a sound log is proven to its head, page after page`() async throws {
        try await withLog { log in
            #expect(try await EventLog.verify(log.service) == .empty)
            try await fillWithTen(log)
            let steps = Mutex<[Int64]>([])
            let end = try await EventLog.verify(log.service, pageSize: 4) { proven, _ in steps.withLock { $0.append(proven.position) } }
            #expect(steps.withLock { $0 } == [4, 8, 10])
            #expect(try await log.service.withSession { try EventLog.head(in: $0) } == end)
        }
    }

    @Test func `the hash of an event is what it has always been`() {
        let event = RecordedEvent(
            position: 4711, contract: UUID(uuid: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)), version: 3, type: "affiliated",
            schema: 1,
            recordedAt: 1_777_586_400_000_001, recordedBy: "été", payload: Array(#"{"a":1}"#.utf8), hash: [])
        let hash = EventHash.of(event, after: Head.empty.hash)
        #expect(
            hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                == "bd8d0e564a69a14f0e48b6048ae6e47d5a7bd9ab8a8e72def962cc4444b7828c")
    }

    @Test func `no two events have one hash that differ in the digest of a key`() {
        var event = RecordedEvent(
            position: 1, contract: UUID(), version: 1, type: "t", schema: 1, recordedAt: 0, recordedBy: "r", payload: Array("{}".utf8),
            hash: [])
        var hashes: Set<[UInt8]> = []
        for digest in [nil, [], [UInt8](repeating: 0, count: 32), [UInt8](repeating: 1, count: 32)] as [[UInt8]?] {
            event.keyDigest = digest
            hashes.insert(EventHash.of(event, after: Head.empty.hash))
        }
        #expect(hashes.count == 4)
    }

    @Test(.eitherWay) func `a log that goes on behind events of before is proven, and their keys are counted`() async throws {
        try await withLog { log in
            let contract = UUID()
            try await log.appendAsBefore(to: contract, count: 3, key: "former")
            #expect(try await EventLog.verify(log.service).position == 3)
            _ = try await log.append([.events(2, to: contract, at: 3, key: "k"), .events(to: UUID(), at: 0)])
            _ = try await log.append(.events(0, to: contract, at: 5, key: "nothing"))
            #expect(try await EventLog.verify(log.service).position == 6)
            #expect(try await log.service.withSession { try EventLog.uncoveredKeys(in: $0) } == 2)
            #expect(try await log.page().map { $0.keyDigest?.count } == [nil, nil, nil, 0, 32, 0])
            try await log.asOwner("SET session_replication_role = replica; UPDATE log.event SET recorded_by = 'nobody' WHERE position = 2")
            #expect(await #expect(throws: LogDamage.self) { try await EventLog.verify(log.service) }?.position == 2)
        }
    }

    @Test func `the events behind a proven head are proven, and no others`() async throws {
        try await withLog { log in
            try await fillWithTen(log)
            let events = try await log.page()
            func head(_ position: Int) -> Head {
                position == 0 ? .empty : Head(position: Int64(position), hash: events[position - 1].hash, recordedAt: nil)
            }
            try await EventLog.prove(log.service, behind: head(0), through: head(10))
            try await EventLog.prove(log.service, behind: head(4), through: head(8))
            try await EventLog.prove(log.service, behind: head(8), through: head(8))
            let other = Head(position: 8, hash: events[8].hash, recordedAt: nil)
            for (start, end) in [(head(4), other), (other, head(9)), (head(0), Head(position: 11, hash: [], recordedAt: nil))] {
                await #expect(throws: LogDamage.self) { try await EventLog.prove(log.service, behind: start, through: end) }
            }
        }
    }

    /// - Returns: The contract of the even positions.
    @discardableResult
    private func fillWithTen(_ log: LogUnderTest) async throws -> UUID {
        let (odd, even) = (UUID(), UUID())
        for version in 0..<5 {
            let proposals: [Proposal] = [.events(to: odd, at: version), .events(to: even, at: version, key: "k\(version + 1)")]
            _ = try await log.append(proposals, now: Int64(1000 * version))
        }
        _ = try await log.append(.events(0, to: even, at: 5, key: "nothing"))
        return even
    }
}
