@testable import Access
import DatabaseSchema
import FoundationEssentials
import Postgres
import PostgresTesting
import Testing

/// The access log in the database: durable, chained, never changed, dropped by whole months.
@Suite(.timeLimit(.minutes(10))) struct AccessLogTests {
    private static let clerk = Caller(id: "c-1", capacity: .staff([.clerk]))
    private static let contract = UUID()

    private static func reading(_ found: Int = 1, contract: UUID? = contract) -> Reading {
        Reading(by: clerk, .person, contract: contract, person: "holder", fields: ["familyName", "nïr\""], found: found, trace: "t")
    }

    @Test func `a reading comes back as it was recorded, with its place and the database's time`() async throws {
        try await withAccessLog { log, _ in
            try await log.record(Self.reading())
            try await log.record(Reading(by: Self.clerk, .search, fields: [], found: 7, trace: nil))
            let all = try await log.readings(ReadingFilter(), limit: 10)
            #expect(all.map(\.position) == [2, 1] && all[1].reading == Self.reading())
            #expect(all[0].reading.contract == nil && all[0].reading.fields.isEmpty && all[0].at >= all[1].at)
        }
    }

    @Test func `readings are found by contract, caller, time and place`() async throws {
        try await withAccessLog { log, _ in
            let other = Caller(id: "c-2", capacity: .staff([.clerk, .auditor]))
            for number in 1...3 { try await log.record(Self.reading(number)) }
            try await log.record(Reading(by: other, .person, contract: UUID(), person: "holder", fields: [], found: 4, trace: nil))
            let all = try await log.readings(ReadingFilter(), limit: 10)
            func found(_ limit: Int = 10, _ change: (inout ReadingFilter) -> Void) async throws -> [Int] {
                var filter = ReadingFilter()
                change(&filter)
                return try await log.readings(filter, limit: limit).map(\.reading.found)
            }
            #expect(try await found { $0.contract = Self.contract } == [3, 2, 1])
            #expect(try await found { $0.caller = "c-2" } == [4])
            #expect(try await found { $0.from = all[1].at } == all.filter { $0.at >= all[1].at }.map(\.reading.found))
            #expect(try await found { $0.before = all[1].at } == all.filter { $0.at < all[1].at }.map(\.reading.found))
            #expect(try await found(2) { $0.beforePosition = 4 } == [3, 2])
            #expect(try await found { $0.contract = UUID() } == [])
        }
    }

    @Test func `concurrent readings are all recorded, once, in few commits`() async throws {
        try await withAccessLog { log, owner in
            try await withThrowingTaskGroup { group in
                for number in 0..<500 { group.addTask { try await log.record(Self.reading(number)) } }
                try await group.waitForAll()
            }
            let all = try await log.readings(ReadingFilter(), limit: 1000)
            #expect(all.map(\.position) == (1...500).reversed().map(Int64.init) && Set(all.map(\.reading.found)) == Set(0..<500))
            let commits = try await owner.withSession { session in
                try session.one("SELECT count(DISTINCT xmin::text) FROM access.reading", as: Int.self)
            }
            #expect(commits < 400)
            #expect(try await owner.withSession { try AccessLog.firstDamage(in: $0) } == nil)
        }
    }

    @Test(arguments: [
        ("UPDATE access.reading SET found = 9 WHERE position = 2", 2), ("DELETE FROM access.reading WHERE position = 2", 2),
        ("DELETE FROM access.reading WHERE position = 3", 3), ("DELETE FROM access.reading WHERE position = 1", 1),
        ("UPDATE access.reading SET fields = '{familyName,\"\"}' WHERE position = 1", 1),
        ("UPDATE access.reading SET trace = NULL WHERE position = 3", 3),
        ("DELETE FROM access.reading", 1),
    ])
    func `what an owner changes behind the triggers is found`(script: String, damage: Int64) async throws {
        try await withAccessLog { log, owner in
            for number in 1...3 { try await log.record(Self.reading(number)) }
            #expect(try await owner.withSession { try AccessLog.firstDamage(in: $0) } == nil)
            await #expect(throws: PostgresError.self) { try await owner.withSession { try $0.executeScript(script) } }
            try await owner.withSession { try $0.executeScript("SET session_replication_role = replica; \(script)") }
            #expect(try await owner.withSession { try AccessLog.firstDamage(in: $0) } == damage)
        }
    }

    @Test func `the service adds readings by their function only, and changes none`() async throws {
        try await withAccessLog { log, _ in
            try await log.record(Self.reading())
            for script in [
                "INSERT INTO access.reading SELECT * FROM access.reading", "UPDATE access.reading SET found = 0",
                "DELETE FROM access.reading",
                "TRUNCATE access.reading", "UPDATE access.reading_head SET position = 0", "DROP TABLE access.reading",
                "SELECT access.make_month(now())", "CREATE TABLE access.other ()", "SELECT access.drop_months(5)",
                "SELECT access.drop_months(37)",
            ] {
                await #expect(throws: PostgresError.self, "\(script)") { try await log.asService(script) }
            }
        }
    }

    @Test func `whole months are dropped, and the chain begins behind them`() async throws {
        try await withAccessLog { log, owner in
            for number in 1...4 { try await log.record(Self.reading(number)) }
            // Two readings of long ago: as they would have been written then.
            try await owner.withSession { session in
                try session.executeScript(
                    """
                    SET session_replication_role = replica;
                    SELECT access.make_month(now() - interval '14 months');
                    SELECT access.make_month(now() - interval '12 months');
                    UPDATE access.reading SET at = now() - interval '14 months' WHERE position <= 2;
                    UPDATE access.reading SET at = now() - interval '12 months' WHERE position = 3;
                    DO $$
                    DECLARE r access.reading; previous bytea := decode(repeat('00', 32), 'hex');
                    BEGIN
                        FOR r IN SELECT * FROM access.reading ORDER BY position LOOP
                            previous := access.hash(previous, r);
                            UPDATE access.reading SET hash = previous WHERE position = r.position;
                        END LOOP;
                        UPDATE access.reading_head SET hash = previous;
                    END $$;
                    """)
            }
            #expect(try await owner.withSession { try AccessLog.firstDamage(in: $0) } == nil)
            #expect(try await log.dropMonths(keeping: 12) == 1)
            #expect(try await log.readings(ReadingFilter(), limit: 10).map(\.position) == [4, 3])
            #expect(try await owner.withSession { try AccessLog.firstDamage(in: $0) } == nil)
            #expect(try await log.dropMonths(keeping: 12) == 0)
            try await log.record(Self.reading())
            #expect(try await log.readings(ReadingFilter(), limit: 1).map(\.position) == [5])
            #expect(try await log.dropMonths(keeping: 6) == 1)
            #expect(try await owner.withSession { try AccessLog.firstDamage(in: $0) } == nil)
        }
    }

    @Test func `a reading that cannot be recorded is an error`() async throws {
        try await withAccessLog { log, owner in
            try await owner.withSession { try $0.executeScript("ALTER TABLE access.reading_head RENAME TO away") }
            await #expect(throws: PostgresError.self) { try await log.record(Self.reading()) }
            try await owner.withSession { try $0.executeScript("ALTER TABLE access.away RENAME TO reading_head") }
            try await log.record(Self.reading())
            #expect(try await log.readings(ReadingFilter(), limit: 10).map(\.position) == [1])
        }
    }
}

extension AccessLog {
    fileprivate func asService(_ script: String) async throws {
        try await database.withSession { try $0.executeScript(script) }
    }
}

/// Runs the body with an access log that has the rights of the service, and a pool of the owner.
private func withAccessLog(_ body: (AccessLog, Database) async throws -> Void) async throws {
    try await withDatabase(template: "access log") { url in
        let database = Database(try PostgresConfiguration(url: url).patient, connections: 1)
        _ = try await database.withSession { try Migrator().migrate(in: $0) }
        await database.shutdown()
    } _: { made in
        var configuration = made.configuration
        configuration.role = "maintien_people"
        let (service, owner) = (Database(configuration, connections: 2), Database(made.configuration, connections: 1))
        try await body(AccessLog(database: service, patience: .seconds(600)), owner)
        await service.shutdown()
        await owner.shutdown()
    }
}
