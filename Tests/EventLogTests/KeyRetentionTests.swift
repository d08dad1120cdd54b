import FoundationEssentials
import Postgres
import Testing

@testable import EventLog

/// Old idempotency keys are deleted, and nothing else; the log says before which instant they may be gone.
@Suite(.timeLimit(.minutes(10))) struct KeyRetentionTests {
    /// A log whose keys were recorded as many months ago as their names say, by the row alone: the events are of today.
    private func withKeys(_ months: [Int], _ body: (LogUnderTest) async throws -> Void) async throws {
        try await withLog(isSandbox: false) { log async throws in
            for month in months { _ = try await log.append(.events(to: UUID(), at: 0, key: "\(month)"), now: .present) }
            try await log.asOwner("UPDATE log.idempotency SET recorded_at = now() - make_interval(months => key::integer, days => 2)")
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
            #expect(try await EventLog.verify(log.service).position == 7)
        }
    }

    @Test func `the bound never moves back, for nobody`() async throws {
        try await withKeys([5, 3]) { log async throws in
            #expect(try await drop(keeping: 4, in: log) == 1)
            #expect(try await drop(keeping: 6, in: log) == nil)
            #expect(try await bound(of: log, isMonthsAgo: 4))
            for change in [
                "UPDATE log.idempotency_bound SET gone_before = '-infinity'", "DELETE FROM log.idempotency_bound",
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
        try await withKeys([12]) { log async throws in
            // The last event is of a year ago: its key is of its day.
            try await log.asOwner("UPDATE log.head SET recorded_at = now() - interval '12 months'")
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
