import FoundationEssentials
import Glibc
import Postgres
import PrivatePostgres
import Synchronization

/// The server of this process's tests and the templates made on it.
actor TestCluster {
    static let shared = TestCluster()

    /// Stopped at the end of the process.
    private static let server = Mutex<PrivatePostgres?>(nil)
    private var startup: Task<URLs, any Error>?
    private var templates: [String: Task<String, any Error>] = [:]
    private var lastNumber = 0

    /// Where databases are made, and the URL of each.
    private struct URLs: Sendable {
        /// The server, then the workers behind it if it is the coordinator of a Citus cluster.
        let admins: [Database]
        let configurations: [PostgresConfiguration]
        let url: @Sendable (_ database: String) -> String

        var isCluster: Bool { admins.count > 1 }
    }

    func makeDatabase(copying template: String, prepare: @escaping @Sendable (String) async throws -> Void) async throws -> TestDatabase {
        let urls = try await started()
        let making =
            templates[template]
            ?? Task {
                let name = nextName("template")
                try await run("CREATE DATABASE \(name) TEMPLATE template0 STRATEGY FILE_COPY", urls)
                if urls.isCluster { try await CitusCluster.join(database: name, on: urls.configurations) }
                try await prepare(urls.url(name))
                return name
            }
        templates[template] = making
        let source = try await making.value
        let name = nextName("test")
        try await run("CREATE DATABASE \(name) TEMPLATE \(source) STRATEGY FILE_COPY", urls, using: source)
        return TestDatabase(url: urls.url(name), configuration: try PostgresConfiguration(url: urls.url(name)).patient)
    }

    func drop(_ database: TestDatabase) async throws {
        guard let name = database.configuration.database else { return }
        try await run("DROP DATABASE \(name) WITH (FORCE)", try await started(), using: name)
    }

    /// Runs a statement on every server.
    ///
    /// - Parameter used: a database that the statement needs for itself. Citus has a process of its own in each database that it serves: it is
    ///   ended first, until the statement comes before it is back.
    private func run(_ statement: String, _ urls: URLs, using used: String? = nil) async throws {
        for admin in urls.admins {
            while true {
                do {
                    try await admin.withSession { session in
                        if let used, urls.isCluster {
                            try session.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(used)")
                        }
                        try session.executeScript(statement)
                    }
                    break
                } catch let error as PostgresError where error.sqlState == SQLState(rawValue: "55006") {
                    // Others have it open still: the server waits five seconds for those who leave, and Citus' own process comes back.
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        }
    }

    var isCluster: Bool { get async throws { try await started().isCluster } }

    private func nextName(_ kind: String) -> String {
        lastNumber += 1
        return "\(kind)_\(getpid())_\(lastNumber)"
    }

    private func started() async throws -> URLs {
        let starting =
            startup
            ?? Task {
                if let url = ProcessInfo.processInfo.environment["DATABASE_URL"] {
                    let admin = try PostgresConfiguration(url: url)
                    return Self.urls([admin] + (try await CitusCluster.workers(of: admin))) { database in
                        // Only the database differs; in a URL it is what stands between the host and the parameters.
                        guard var components = URLComponents(string: url) else { return url }
                        components.path = "/\(database)"
                        return components.string ?? url
                    }
                }
                let folder = try ThrowawayFolder("\(TestDirectory.parent)/postgres-testing-\(geteuid())")
                await folder.removeAbandoned()
                let server = folder.server(logins: TestDatabase.logins, settings: ["max_connections": "600", "max_wal_size": "256MB"])
                let address = try await server.start()
                Self.server.withLock { $0 = server }
                atexit { TestCluster.server.withLock { $0 }?.stopBlocking() }
                return Self.urls([try PostgresConfiguration(url: address.url())]) { address.url(database: $0) }
            }
        startup = starting
        return try await starting.value
    }

    private static func urls(_ admins: [PostgresConfiguration], _ url: @escaping @Sendable (String) -> String) -> URLs {
        let databases = admins.map { Database($0.patient, connections: 2, queueLimit: 10_000) }
        return URLs(admins: databases, configurations: admins, url: url)
    }
}
