import FoundationEssentials
import Postgres
import PostgresTesting
import Testing

@testable import EventLog

/// Old idempotency keys are deleted, and nothing else; the log says before which instant they may be gone.
@Suite(.timeLimit(.minutes(10))) struct KeyRetentionTests {
    /// A log of commands recorded as many months ago as their keys say, and two days. The oldest comes first.
    ///
    /// - Parameter isIdle: whether nothing was recorded since.
    private func withKeys(_ months: [Int], isIdle: Bool = false, _ body: (LogUnderTest) async throws -> Void) async throws {
        try await withLog(isSandbox: false) { log async throws in
            for month in months {
                // The log's clock is as far behind.
                try await log.asOwner("UPDATE log.head SET clock_offset = now() - make_interval(months => \(month), days => 2) - now()")
                let now = try await log.owner.withSession { session in
                    try session.one("SELECT clock_timestamp() + clock_offset FROM log.head", as: PostgresTimestamp.self)
                }
                _ = try await log.append(.events(to: UUID(), at: 0, key: "\(month)"), now: now.microsecondsSince1970)
            }
            try await log.asOwner("UPDATE log.head SET clock_offset = '0'")
            if !isIdle { _ = try await log.append(.events(to: UUID(), at: 0), now: .present) }
            try await body(log)
        }
    }

    /// - Returns: how many keys were deleted; nil when there was nothing to do.
    private func drop(keeping months: Int, in log: LogUnderTest) async throws -> Int? {
        var dropped: Int?
        while let some = try await log.service.withSession({ try EventLog.dropKeys(keeping: months, in: $0) }) {
            dropped = (dropped ?? 0) + some
        }
        return dropped
    }

    private func keys(of log: LogUnderTest) async throws -> [Int] {
        try await log.owner.withSession { try $0.query("SELECT key::integer FROM log.idempotency ORDER BY 1", as: Int.self) }
    }

    /// Months between now and the recorded bound, at midnight; nil before the first.
    private func bound(of log: LogUnderTest, isMonthsAgo months: Int) async throws -> Bool {
        try await log.service.withSession { session in
            try session.one(
                """
                SELECT gone_before = (date_trunc('day', recorded_at AT TIME ZONE 'UTC') - make_interval(months => \(Int32(months)))) AT TIME ZONE 'UTC'
                FROM log.idempotency_bound, log.head
                """, as: Bool.self)
        }
    }

    @Test func `keys older than the months kept are gone, the others answer as ever`() async throws {
        try await withKeys([30, 14, 13, 12, 1, 0]) { log async throws in
            #expect(try await drop(keeping: 13, in: log) == 3)
            #expect(try await keys(of: log) == [0, 1, 12])
            #expect(try await bound(of: log, isMonthsAgo: 13))
            #expect(try await drop(keeping: 13, in: log) == nil, "once a day")
            let page = try await log.page()
            #expect(try await log.append(.events(to: page[3].contract, at: 0, key: "12"), now: .present).name == "replayed")
            #expect(try await log.append(.events(to: page[0].contract, at: 0, key: "30"), now: .present).name == "conflict", "decided anew")
            #expect(try await log.append(.events(to: UUID(), at: 0, key: "30"), now: .present).isAppended)
            #expect(try await EventLog.verify(log.service).position == 8)
        }
    }

    @Test func `a verification accepts the keys that the bound lets go, and misses every other`() async throws {
        try await withKeys([30, 14, 12, 2, 0]) { log async throws in
            let whole = try await EventLog.verify(log.service)
            _ = try await drop(keeping: 13, in: log)
            #expect(try await keys(of: log) == [0, 2, 12])
            #expect(try await EventLog.verify(log.service) == whole)
            for (place, key) in [(3, 12), (4, 2), (5, 0)] {
                try await log.asOwner(
                    "BEGIN; CREATE TABLE kept AS SELECT * FROM log.idempotency; DELETE FROM log.idempotency WHERE key = '\(key)'; COMMIT")
                let damage = await #expect(throws: LogDamage.self) { try await EventLog.verify(log.service) }
                #expect(damage?.kind == .keyMissing && damage?.position == Int64(place), "\(key): \(String(describing: damage))")
                try await log.asOwner("INSERT INTO log.idempotency SELECT * FROM kept WHERE key = '\(key)'; DROP TABLE kept")
                #expect(try await EventLog.verify(log.service) == whole)
            }
        }
    }

    @Test func `keys that are deleted while a verification looks for missing ones are not missed`() async throws {
        try await withKeys([30, 14, 0]) { log async throws in
            let (isHeld, held) = AsyncStream<Void>.makeStream()
            async let dropping: Void = log.owner.withSession { session in
                try session.transaction { session in
                    try session.execute("LOCK TABLE log.idempotency IN ACCESS EXCLUSIVE MODE")
                    held.yield()
                    try session.awaitWaiter()
                    #expect(try EventLog.dropKeys(keeping: 13, in: session) == 2)
                }
            }
            for await _ in isHeld { break }
            try await log.service.withSession { try EventLog.verifyNoKeyMissing(through: 4, in: $0) }
            try await dropping
            #expect(try await keys(of: log) == [0])
        }
    }

    @Test func `a bound set by hand hides no key of the last month`() async throws {
        try await withKeys([2, 0]) { log async throws in
            try await log.asOwner("UPDATE log.idempotency_bound SET gone_before = 'infinity'; DELETE FROM log.idempotency WHERE key = '2'")
            _ = try await EventLog.verify(log.service)
            try await log.asOwner("DELETE FROM log.idempotency")
            let damage = await #expect(throws: LogDamage.self) { try await EventLog.verify(log.service) }
            #expect(damage?.kind == .keyMissing && damage?.position == 2)
        }
    }

    @Test func `a kept key that was recorded before the bound is proved all the same`() async throws {
        try await withKeys([14, 0]) { log async throws in
            try await log.asOwner("UPDATE log.idempotency_bound SET gone_before = now() - interval '13 months'")
            _ = try await EventLog.verify(log.service)
            try await log.asOwner("UPDATE log.idempotency SET fingerprint = '\\x01' WHERE key = '14'")
            let damage = await #expect(throws: LogDamage.self) { try await EventLog.verify(log.service) }
            #expect(damage?.kind == .keyDiffers(key: "14"))
        }
    }

    @Test func `the bound never moves back, for nobody`() async throws {
        try await withKeys([5, 3]) { log async throws in
            #expect(try await drop(keeping: 4, in: log) == 1)
            #expect(try await drop(keeping: 6, in: log) == nil)
            #expect(try await bound(of: log, isMonthsAgo: 4))
            for change in [
                "UPDATE log.idempotency_bound SET gone_before = '-infinity'", "UPDATE log.idempotency_bound SET gone_before = NULL",
                "DELETE FROM log.idempotency_bound",
                "TRUNCATE log.idempotency_bound",
            ] {
                let error = await #expect(throws: PostgresError.self) { try await log.asOwner(change) }
                #expect(error?.sqlState == .insufficientPrivilege)
            }
            #expect(try await drop(keeping: 2, in: log) == 1)
            #expect(try await bound(of: log, isMonthsAgo: 2))
        }
    }

    @Test(arguments: [0, -1, 1201]) func `a month is kept always`(months: Int) async throws {
        try await withKeys([5]) { log async throws in
            let error = await #expect(throws: PostgresError.self) { try await drop(keeping: months, in: log) }
            #expect(error?.sqlState?.rawValue == "22023")
            #expect(try await keys(of: log) == [5])
        }
    }

    @Test func `many pages go a few at a time, and what is being recorded does not wait`() async throws {
        try await withLog(isSandbox: false) { log async throws in
            _ = try await log.append(.events(to: UUID(), at: 0), now: .present)
            try await log.asOwner(
                """
                INSERT INTO log.idempotency SELECT lpad(n::text, 200, '0'), '\\x00', gen_random_uuid(), NULL, NULL, 0, 0, now() - interval '3 years'
                FROM generate_series(1, 20000) n
                """)
            let first = try #require(try await log.service.withSession { try EventLog.dropKeys(keeping: 13, in: $0) })
            #expect((1...15_000).contains(first))
            #expect(try await log.append(.events(to: UUID(), at: 0, key: "new"), now: .present).isAppended)
            _ = try await drop(keeping: 13, in: log)
            let kept = try await log.owner.withSession { try $0.query("SELECT key FROM log.idempotency", as: String.self) }
            #expect(kept == ["new"])
        }
    }

    @Test func `while one deletes, the others do not, and nobody waits`() async throws {
        try await withKeys([30]) { log async throws in
            let gate = try await Gate.closed(in: log)
            async let holding: Void = log.owner.withSession { session in
                try session.transaction { session in
                    try session.execute("SELECT FROM log.idempotency_bound FOR UPDATE")
                    try session.execute(Gate.pass)
                }
            }
            try await log.until { $0 == 1 }
            #expect(try await drop(keeping: 13, in: log) == nil)
            try await gate.open()
            try await holding
            #expect(try await keys(of: log) == [30])
            #expect(try await drop(keeping: 13, in: log) == 1)
        }
    }

    @Test func `neither an idle log, nor a clock that runs ahead, nor a sandbox loses keys`() async throws {
        try await withKeys([12], isIdle: true) { log async throws in
            #expect(try await drop(keeping: 1, in: log) == 0)
            #expect(try await keys(of: log) == [12])
        }
        try await withLog { log async throws in
            _ = try await log.append(.events(to: UUID(), at: 0, key: "0"), now: 0)
            _ = try await log.append(.events(to: UUID(), at: 0, key: "1"), now: .present)
            #expect(try await drop(keeping: 1, in: log) == nil)
            #expect(try await keys(of: log) == [0, 1])
        }
    }
}
