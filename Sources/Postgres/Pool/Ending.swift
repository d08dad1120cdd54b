/// Runs `body`, then `end`, even if `body` throws: a `defer` that can await.
/// - Throws: Errors of `body`.
public func ending<Value>(with end: () async -> Void, _ body: () async throws -> Value) async throws -> Value {
    do {
        let value = try await body()
        await end()
        return value
    } catch {
        await end()
        throw error
    }
}

extension Database {
    /// Runs `body` with a new pool, and shuts the pool down afterwards, even if `body` throws.
    /// - Throws: Errors of `body`.
    public static func opened<Value>(
        _ configuration: PostgresConfiguration, connections: Int = 1, _ body: (Database) async throws -> Value
    ) async throws -> Value {
        let database = Database(configuration, connections: connections)
        return try await ending(with: database.shutdown) { try await body(database) }
    }
}
