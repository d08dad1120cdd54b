import Postgres
import PostgresTesting
import Testing

@Suite struct EndingTests {
    struct Refusal: Error {}

    @Test func `a pool is shut down whether its work returns or throws`() async throws {
        try await withDatabase { test in
            let database = try await Database.opened(test.configuration) { database in
                try await database.expect("SELECT 1", is: 1)
                return database
            }
            await #expect { try await database.withSession { _ in } } throws: { $0.postgresCode == .shutDown }

            var failed: Database?
            await #expect(throws: Refusal.self) {
                try await Database.opened(test.configuration) { database in
                    failed = database
                    throw Refusal()
                }
            }
            let shut = try #require(failed)
            await #expect { try await shut.withSession { _ in } } throws: { $0.postgresCode == .shutDown }
        }
    }
}
