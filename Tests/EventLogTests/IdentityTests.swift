import FoundationEssentials
import Postgres
import Testing

@testable import EventLog

/// A log has an id for good, and an incarnation for each course that it took.
@Suite(.timeLimit(.minutes(10))) struct IdentityTests {
    @Test func `a look changes nothing where the database is where it was`() async throws {
        try await withLog { log async throws in
            // A test's database is a copy of another: it has moved.
            let copied = try await log.service.withSession(EventLog.look)
            #expect(copied.identity.incarnation == 2 && copied.identity.begunAfter == 0 && copied.hasBegunIncarnation)
            let first = try await log.service.withSession(EventLog.look)
            #expect(first.identity == copied.identity && !first.hasBegunIncarnation)
            #expect(first.identity.mark.wholeMatch(of: /[0-9a-f]{8}/) != nil)
            let second = try await log.service.withSession(EventLog.look)
            #expect(second.identity == first.identity && !second.hasBegunIncarnation)
        }
    }

    @Test func `of many that look at a database that has moved one begins the next incarnation, where the log ends`() async throws {
        try await withLog(connections: 8) { log async throws in
            let before = try await log.service.withSession { try EventLog.identity(in: $0) }
            for _ in 0..<3 { _ = try await log.append(.events(to: UUID(), at: 0)) }
            try await log.asOwner("UPDATE log.identity SET home = 'elsewhere'")
            let looks = try await withThrowingTaskGroup { group in
                for _ in 0..<24 { group.addTask { try await log.service.withSession(EventLog.look) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(looks.filter(\.hasBegunIncarnation).count == 1)
            let after = try await log.service.withSession { try EventLog.identity(in: $0) }
            #expect(after.id == before.id && after.mark != before.mark && after.incarnation == 2 && after.begunAfter == 3)
        }
    }

    @Test func `the owner begins one where the database is, and the service does not`() async throws {
        try await withLog { log async throws in
            let before = try await log.service.withSession { try EventLog.identity(in: $0) }
            let refusal = await #expect(throws: PostgresError.self) {
                try await log.service.withSession { try EventLog.beginIncarnation(in: $0) }
            }
            #expect(refusal?.sqlState == .insufficientPrivilege)
            let begun = try await log.owner.withSession { try EventLog.beginIncarnation(in: $0) }
            #expect(begun.incarnation == 2 && begun.id == before.id && begun.mark != before.mark)
            #expect(try await log.service.withSession(EventLog.look).identity == begun)
        }
    }

    @Test func `what continues behind a position comes with the proof of it`() async throws {
        try await withLog { log async throws in
            for _ in 0..<3 { _ = try await log.append(.events(to: UUID(), at: 0)) }
            let events = try await log.page()
            let begun = try await log.service.withSession { try EventLog.continuation(of: 0, limit: 2, in: $0) }
            #expect(begun.hash == Head.empty.hash && begun.events == Array(events.prefix(2)))
            let second = try await log.service.withSession { try EventLog.continuation(of: 2, limit: 9, in: $0) }
            #expect(second.hash == events[1].hash && second.events == [events[2]] && second.identity == begun.identity)
            let beyond = try await log.service.withSession { try EventLog.continuation(of: 4, limit: 9, in: $0) }
            #expect(beyond.hash == nil && beyond.events.isEmpty)
        }
    }
}
