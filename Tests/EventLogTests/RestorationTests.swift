import DatabaseSchema
import FoundationEssentials
import Postgres
import PostgresTesting
import Testing

@testable import EventLog

/// A restored log awaits its recovery, which begins one incarnation.
@Suite(.timeLimit(.minutes(10))) struct RestorationTests {
    @Test func `a restored log awaits its recovery until that is complete, and the service can neither mark nor recover it`() async throws {
        try await withLog { log async throws in
            let state = { () async throws in try await log.service.withSession(EventLog.recoveryState) }
            #expect(try await state() == .none)
            #expect(try await log.owner.withSession(EventLog.markRestored))
            #expect(try await state() == .restored)
            let before = try await log.service.withSession(EventLog.identity)
            let begun = try await log.owner.withSession { try EventLog.beginRecovery(after: 7, in: $0) }
            #expect(begun.incarnation == 8 && begun.id == before.id && begun.mark != before.mark)
            #expect(try await state() == .begun)
            try await log.owner.withSession(EventLog.endRecovery)
            #expect(try await state() == .none)
            // One that nobody has marked is marked by its recovery.
            #expect(try await log.owner.withSession { try EventLog.beginRecovery(after: 7, in: $0) }.incarnation == 9)
            #expect(try await state() == .begun)
            #expect(try await log.owner.withSession(EventLog.markRestored))
            #expect(try await state() == .restored)
            for step in [{ _ = try EventLog.markRestored(in: $0) }, EventLog.endRecovery] as [@Sendable (Session) throws -> Void] {
                let refusal = await #expect(throws: PostgresError.self) { try await log.service.withSession(step) }
                #expect(refusal?.sqlState == .insufficientPrivilege)
            }
        }
    }

    @Test func `of an event whose row was written anew no transaction is taken for the one that recorded it`() async throws {
        try await withLog { log async throws in
            for instant in 1...3 {
                _ = try await log.append([.events(2, to: UUID(), at: 0), .events(to: UUID(), at: 0)], now: Int64(instant))
            }
            func isRewrite(_ positions: Int64...) async throws -> [Bool?] {
                try await log.owner.withSession { session in
                    try positions.map { try EventLog.transaction(recording: $0, in: session)?.isRewrite }
                }
            }
            #expect(try await isRewrite(1, 3, 4, 9, 10) == [false, false, false, false, nil])
            try await log.owner.withSession { try EventLog.move(intoParts: 4, in: $0) }
            _ = try await log.append(.events(to: UUID(), at: 0), now: 4)
            #expect(try await isRewrite(1, 3, 4, 9, 10) == [true, true, true, true, false])
        }
    }

    @Test func `a look at a restored log fails until its recovery is complete`() async throws {
        try await withLog { log async throws in
            let first = try await log.service.withSession(EventLog.look)
            try await log.owner.withSession { _ = try EventLog.markRestored(in: $0) }
            await #expect(throws: EventLog.AwaitsRecovery.self) { try await log.service.withSession(EventLog.look) }
            _ = try await log.owner.withSession { try EventLog.beginRecovery(after: 0, in: $0) }
            await #expect(throws: EventLog.AwaitsRecovery.self) { try await log.service.withSession(EventLog.look) }
            try await log.owner.withSession(EventLog.endRecovery)
            #expect(try await log.service.withSession(EventLog.look).identity.incarnation == first.identity.incarnation + 1)
        }
    }

    @Test func `a restored log of an earlier schema is marked when it is migrated`() async throws {
        let count = try #require(Migration.all.firstIndex { $0.name.hasSuffix("_restored.sql") })
        for isMarked in [false, true] {
            try await withDatabase { made in
                let owner = Database(made.configuration, connections: 1)
                _ = try await owner.withSession { try Migrator(Array(Migration.all.prefix(count))).migrate(in: $0) }
                if isMarked { #expect(try await !owner.withSession(EventLog.markRestored)) }
                _ = try await owner.withSession { try Migrator().migrate(in: $0) }
                #expect(try await owner.withSession(EventLog.recoveryState) == (isMarked ? .restored : .none))
                await owner.shutdown()
            }
        }
    }
}
