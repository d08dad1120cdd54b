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
            for _ in 1...3 { _ = try await log.append(.events(10, to: UUID(), at: 0)) }
            #expect(try await log.found(by: String(audit)) == nil)
            try await log.asOwner("ALTER TABLE log.event DISABLE TRIGGER USER")
            try await log.asOwner("UPDATE log.event SET recorded_by = 'nobody' WHERE position = 17")
            #expect(try await log.found(by: String(audit)) == 17)
        }
    }
}

extension LogUnderTest {
    fileprivate func found(by audit: String) async throws -> Int64? {
        try await owner.withSession { try $0.first(SQL(unsafe: audit), as: Int64.self) }
    }
}
