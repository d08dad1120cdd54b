import DatabaseSchema
public import Postgres
public import PostgresTesting

extension PostgresConfiguration {
    /// What a service connects with in a test: the rights of its role, and no limit of time that a slow machine reaches.
    public static func service(url: String) throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(url: url).patient
        configuration.role = "maintien_service"
        // As the program changes spread projections (`changingProjections`).
        configuration.settings["citus.multi_shard_modify_mode"] = "sequential"
        return configuration
    }
}

/// Runs the body with a migrated database of a test's own, in which nothing is recorded.
///
/// - Parameter isSandbox: whether the service's clock may be set: else it is held to that of the database.
public func withServiceDatabase<T>(isSandbox: Bool = true, _ body: (TestDatabase) async throws -> T) async throws -> T {
    try await withDatabase(template: isSandbox ? "sandbox service" : "service") { url in
        let owner = Database(try PostgresConfiguration(url: url).patient, connections: 1)
        _ = try await owner.withSession { session in
            try Migrator().migrate(in: session)
            if isSandbox { _ = try Deployment.makeSandbox(in: session) }
            // On a Citus cluster the projections are spread, over few shards: each is a table to copy.
            if try Distribution.hasCitus(in: session) {
                try Distribution.begin(shards: 4, in: session)
                try ProjectionSchema.makeAnew(in: session)
            }
        }
        await owner.shutdown()
    } _: {
        try await body($0)
    }
}
