public import Postgres

/// A database of one test's own.
public struct TestDatabase: Sendable {
    /// For its superuser.
    public let url: String
    /// The same, with server timeouts that a slow machine does not reach.
    public let configuration: PostgresConfiguration

    /// Roles that may sign in, beside the superuser, once a test has made them.
    public static let logins = ["maintien", "tester_one", "tester_two", "tester_three", "tester_four"]
}

/// Whether databases of tests are made on a Citus cluster, whose coordinator `DATABASE_URL` names.
public func isOnCitusCluster() async throws -> Bool { try await TestCluster.shared.isCluster }

/// Runs `body` with an empty database, or a copy of a prepared one, that nobody else uses and that is dropped afterwards.
///
/// The server is a throwaway one, started when the process first needs it and removed at its end; when `DATABASE_URL` is set, that one is used.
/// - Parameters:
///   - template: What the database is a copy of; prepared once in a process.
///   - prepare: Makes the template, usually by running the migrations. It must leave no connection open.
public func withDatabase<T>(
    template: String = "empty", prepare: @escaping @Sendable (_ url: String) async throws -> Void = { _ in },
    _ body: (TestDatabase) async throws -> T
) async throws -> T {
    let database = try await TestCluster.shared.makeDatabase(copying: template, prepare: prepare)
    do {
        let value = try await body(database)
        try await TestCluster.shared.drop(database)
        return value
    } catch {
        try? await TestCluster.shared.drop(database)
        throw error
    }
}
