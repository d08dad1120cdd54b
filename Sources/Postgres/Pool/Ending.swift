/// Runs `body`, then `end`, whether `body` has returned or thrown: a `defer` that may wait.
/// - Throws: What `body` throws.
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
    /// Runs `body` with a pool of its own, and shuts it down when `body` has returned or thrown.
    /// - Throws: What `body` throws.
    public static func opened<Value>(
        _ configuration: PostgresConfiguration, connections: Int = 1, _ body: (Database) async throws -> Value
    ) async throws -> Value {
        let database = Database(configuration, connections: connections)
        return try await ending(with: database.shutdown) { try await body(database) }
    }
}
