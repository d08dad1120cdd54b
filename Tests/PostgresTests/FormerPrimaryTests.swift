import Dispatch
import Postgres
import PostgresTesting
import Testing

/// A former primary that goes on, as after a freeze, lacks what the new one has committed.
@Suite(.timeLimit(.minutes(10)))
struct FormerPrimaryTests {
    @Test func `sessions on a former primary are not used once the new one is known, nor opened`() async throws {
        try await withReplicatedServer(prepare: { _ in }) { server in
            let earlier = Database(server.primaryOfBoth(standbyFirst: true), connections: 1)
            let later = Database(server.primaryOfBoth(standbyFirst: true), connections: 1)
            try await earlier.withSession { try $0.executeScript("CREATE TABLE t (n int8)") }
            try server.standby.promote()
            try await later.withSession { session in
                _ = try session.execute("INSERT INTO t VALUES (1)")
            }
            try await earlier.expect("SELECT count(*) FROM t", is: 1)

            let misled = Database(server.primaryOfBoth(standbyFirst: false), connections: 1)
            await #expect { try await misled.withSession { try $0.one("SELECT count(*) FROM t", as: Int.self) } } throws: {
                $0.postgresCode == .unreachable
            }
            for database in [earlier, later, misled] { await database.shutdown() }
        }
    }

    @Test func `an access ends its work on a session that has become one of a former primary`() async throws {
        try await withReplicatedServer(prepare: { _ in }) { server in
            let earlier = Database(server.primaryOfBoth(standbyFirst: true), connections: 1)
            let later = Database(server.primaryOfBoth(standbyFirst: true), connections: 1)
            let fitness = try await earlier.withSession { session in
                let before = session.isFit
                try server.standby.promote()
                let meanwhile = DispatchSemaphore(value: 0)
                Task {
                    defer { meanwhile.signal() }
                    try await later.withSession { _ = try $0.execute("SELECT 1") }
                }
                meanwhile.wait()
                return [before, session.isFit]
            }
            #expect(fitness == [true, false])
            for database in [earlier, later] { await database.shutdown() }
        }
    }
}
