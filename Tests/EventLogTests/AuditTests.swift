import FoundationEssentials
import Postgres
import Testing

@testable import EventLog

/// What the page of the room gives to auditors does what it says.
@Suite(.timeLimit(.minutes(10))) struct AuditTests {
    @Test(.eitherWay) func `the statement for auditors proves the chain, and finds where it is broken`() async throws {
        let page = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Sources/EventLog/EventLog.docc/EventLog.md"
        let blocks = try String(contentsOfFile: page, encoding: .utf8).split(separator: "```")
        let audit = try #require(blocks.first { $0.hasPrefix("sql\n") }).dropFirst(4)
        try await withLog { log in
            // Of both versions of hashes.
            try await log.appendAsBefore(to: UUID(), count: 2, key: "former")
            for key in ["a", nil, "b"] { _ = try await log.append(.events(10, to: UUID(), at: 0, key: key)) }
            #expect(try await log.found(by: String(audit)) == nil)
            try await log.asOwner("ALTER TABLE log.event DISABLE TRIGGER USER")
            try await log.asOwner("UPDATE log.event SET recorded_by = 'nobody' WHERE position = 17")
            #expect(try await log.found(by: String(audit)) == 17)
        }
    }

    @Test func `the statement for auditors proves the keys, and finds what is wrong with one`() async throws {
        let page = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Sources/EventLog/EventLog.docc/EventLog.md"
        let blocks = try String(contentsOfFile: page, encoding: .utf8).split(separator: "```")
        let audit = try #require(blocks.last { $0.hasPrefix("sql\n") }).dropFirst(4)
        for (change, found) in [
            ("SELECT 1", nil), ("UPDATE log.idempotency SET fingerprint = '\\x07' WHERE key = 'b'", "b"),
            ("UPDATE log.idempotency SET key = 'c' WHERE key = 'b'", "c"), ("DELETE FROM log.idempotency WHERE key = 'b'", "missing"),
            ("UPDATE log.idempotency SET contract_id = gen_random_uuid() WHERE key = 'a'", "a"),
        ] as [(String, String?)] {
            try await withLog { log in
                try await log.appendAsBefore(to: UUID(), count: 2, key: "former")
                let contract = UUID()
                for (version, key) in ["a", nil, "b"].enumerated() {
                    _ = try await log.append(.events(2, to: contract, at: 2 * version, key: key))
                }
                _ = try await log.append(.events(0, to: contract, at: 6, key: "nothing"))
                try await log.asOwner(change)
                let answer = try await log.owner.withSession { try $0.first(SQL(unsafe: String(audit)), as: String.self) }
                #expect(answer == found || found == "a" && answer == "missing", "\(change)")
            }
        }
    }
}

extension LogUnderTest {
    fileprivate func found(by audit: String) async throws -> Int64? {
        try await owner.withSession { try $0.first(SQL(unsafe: audit), as: Int64.self) }
    }
}
