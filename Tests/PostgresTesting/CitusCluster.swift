import Postgres

/// The workers of the server whose URL the tests are given, if it is the coordinator of a Citus cluster.
enum CitusCluster {
    /// The workers that the server's own database knows; none where it has no Citus.
    static func workers(of admin: PostgresConfiguration) async throws -> [PostgresConfiguration] {
        let database = Database(admin, connections: 1)
        let found = try await database.withSession { session in
            guard try session.one("SELECT to_regclass('pg_dist_node') IS NOT NULL", as: Bool.self) else { return [] as [(String, Int)] }
            return try session.query(
                "SELECT nodename, nodeport FROM pg_dist_node WHERE groupid <> 0 AND noderole = 'primary' ORDER BY nodeid",
                as: (String, Int).self)
        }
        await database.shutdown()
        return found.map {
            PostgresConfiguration(host: $0.0, port: $0.1, database: admin.database ?? "postgres", user: admin.user ?? "postgres")
        }
    }

    /// Makes the extension in a database of every server, and the workers known to the coordinator's.
    static func join(database name: String, on servers: [PostgresConfiguration]) async throws {
        let known = Database(servers[0], connections: 1)
        let nodes = try await known.withSession { session in
            try session.query(
                "SELECT groupid, nodename, nodeport FROM pg_dist_node WHERE noderole = 'primary' ORDER BY nodeid",
                as: (Int, String, Int).self)
        }
        await known.shutdown()
        // The coordinator last: it looks for the extension on the workers.
        for (place, server) in servers.enumerated().reversed() {
            var configuration = server
            configuration.database = name
            let database = Database(configuration, connections: 1)
            try await database.withSession { session in
                try session.executeScript("CREATE EXTENSION citus")
                for (group, host, port) in nodes where place == 0 {
                    let function = group == 0 ? "citus_set_coordinator_host" : "citus_add_node"
                    try session.executeScript("SELECT \(function)('\(host)', \(port))")
                }
            }
            await database.shutdown()
        }
    }
}
