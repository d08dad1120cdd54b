import DatabaseSchema
import EventLog
import FoundationEssentials
import Postgres
import Testing

@Suite(.timeLimit(.minutes(10))) struct ImmutabilityTests {
    static let changes = [
        "UPDATE log.event SET type = 'other'", "UPDATE log.event SET type = 'other' WHERE false", "DELETE FROM log.event",
        "DELETE FROM log.event WHERE position = 1", "TRUNCATE log.event", "TRUNCATE log.event CASCADE",
        """
        INSERT INTO log.event SELECT * FROM log.event ON CONFLICT (contract_id, version) DO UPDATE SET type = 'other'
        """,
    ]

    @Test(arguments: changes, [1, 4])
    func `nobody changes an event`(change: String, parts: Int) async throws {
        try await withLog(isSandbox: false) { log in
            if parts > 1 { try await log.owner.withSession { try EventLog.move(intoParts: parts, in: $0) } }
            _ = try await log.append(.events(to: UUID(), at: 0), now: .present)
            let toService = await #expect(throws: PostgresError.self) { try await log.service.withSession { try $0.executeScript(change) } }
            #expect(toService?.sqlState == .insufficientPrivilege)
            #expect(toService?.message.contains("permission denied for table event") == true)
            let toOwner = await #expect(throws: PostgresError.self) { try await log.asOwner(change) }
            #expect(toOwner?.sqlState == .insufficientPrivilege)
            #expect(toOwner?.message.contains("the log is only ever added to") == true)
            #expect(try await log.page().map(\.type) == ["tested"])
        }
    }

    @Test(arguments: [
        "INSERT INTO log.head (only_row, position, hash) VALUES (true, 0, '')", "DELETE FROM log.head", "TRUNCATE log.head",
        "UPDATE log.idempotency SET position = 0", "DELETE FROM log.idempotency", "ALTER TABLE log.event DISABLE TRIGGER ALL",
        "DROP TABLE log.event", "UPDATE maintien.deployment SET is_sandbox = true", "DELETE FROM maintien.migration",
        "CREATE TABLE log.other ()", "SET session_replication_role = replica", "UPDATE vault.person SET wrapped_key = ''",
        "UPDATE vault.master_key SET check_value = ''",
        "UPDATE log.head SET clock_offset = '1 h'", "UPDATE log.head SET accepted_until = 'infinity'",
        "UPDATE log.identity SET incarnation = 9",
        "SELECT log.begin_incarnation()",
    ])
    func `the service has no more rights than it needs`(statement: String) async throws {
        try await withLog { log in
            let error = await #expect(throws: PostgresError.self) { try await log.service.withSession { try $0.executeScript(statement) } }
            #expect(error?.sqlState == .insufficientPrivilege)
        }
    }

    @Test func `only a sandbox is emptied, and its log begins again`() async throws {
        try await withLog(isSandbox: false) { log in
            _ = try await log.append(.events(to: UUID(), at: 0, key: "k"), now: .present)
            await #expect(throws: Deployment.NotASandbox.self) { try await log.owner.withSession(Deployment.emptySandbox) }
            // Nor does a database with contracts in it become one.
            #expect(try await log.owner.withSession(Deployment.makeSandbox) == false)
            #expect(try await log.page().count == 1)
        }
        try await withLog(isSandbox: false) { log in
            #expect(try await log.owner.withSession(Deployment.makeSandbox))
            let contract = UUID()
            let first = try await log.append(.events(to: contract, at: 0, key: "k"), now: 1000)
            // Not even there does the service change anything, nor the owner a single event.
            await #expect(throws: PostgresError.self) { try await log.service.withSession(Deployment.emptySandbox) }
            await #expect(throws: PostgresError.self) { try await log.asOwner("DELETE FROM log.event") }
            try await log.owner.withSession(Deployment.emptySandbox)
            #expect(try await EventLog.verify(log.service) == .empty)
            #expect(try await log.append(.events(to: contract, at: 0, key: "k"), now: 10).receipt?.recordedAt == 10)
            #expect(first.receipt?.position == 1)
            #expect(try await log.owner.withSession(Deployment.makeSandbox))
        }
    }
}
