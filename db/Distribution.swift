public import Postgres

/// Spreads the projections over the workers of a Citus cluster. The log, the vault and all other tables stay on the coordinator.
public enum Distribution {
    /// Over how many shards each version of the projections is spread; nil: they stand on the server of the log.
    public static func shards(in session: Session) throws -> Int? {
        try session.first("SELECT shards FROM maintien.deployment WHERE shards IS NOT NULL", as: Int.self)
    }

    /// Has every version made from now on spread over `shards` shards, once the cluster is fit for that. Only the owner can do this.
    ///
    /// The versions that there are stay where they are: a rebuild makes the next one.
    /// - Throws: `Trouble`; then nothing has changed.
    public static func begin(shards: Int, in session: Session) throws {
        try require(in: session)
        if let former = try Distribution.shards(in: session), former != shards { throw Trouble.otherShards(former) }
        try makeRoles(in: session)
        try session.transaction { session in
            try session.execute("UPDATE maintien.deployment SET shards = \(shards)")
            try session.execute("SELECT portfolio.spread_codes()")
        }
    }

    /// Checks the extension, the workers, and each server's settings.
    ///
    /// - Throws: `Trouble`.
    public static func require(in session: Session) throws {
        guard try hasCitus(in: session) else { throw Trouble.noCitus }
        guard try workers(in: session) > 0 else { throw Trouble.noWorkers }
        let check = """
            SELECT coalesce(string_agg(name || ' = ' || setting, ', ' ORDER BY name), '') FROM pg_settings
            WHERE name = 'wal_level' AND setting <> 'logical' OR name = 'max_prepared_transactions' AND setting::integer < \(leastPrepared)
            """
        let answers = try answers(to: check, in: session)
        for (server, answer) in answers {
            guard let answer else { throw Trouble.unreachable(server) }
            guard answer.isEmpty else { throw Trouble.unfit(server: server, settings: answer) }
        }
        let hasDaemon = try session.one(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type LIKE 'Citus Maintenance Daemon%')",
            as: Bool.self)
        guard hasDaemon else { throw Trouble.noDaemon }
    }

    /// How many workers take shards.
    public static func workers(in session: Session) throws -> Int {
        try session.one(
            "SELECT count(*) FROM pg_dist_node WHERE isactive AND noderole = 'primary' AND groupid <> 0 AND shouldhaveshards", as: Int.self)
    }

    /// How many shards were moved away or dropped, and are still there.
    public static func leftovers(in session: Session) throws -> Int {
        try session.one("SELECT count(*) FROM pg_dist_cleanup", as: Int.self)
    }

    /// The least number of transactions that each server must be able to keep between the two phases of a commit.
    private static let leastPrepared = 32

    /// Whether the database has the extension.
    public static func hasCitus(in session: Session) throws -> Bool {
        try session.one("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')", as: Bool.self)
    }

    /// What each server answers to a statement, the coordinator's first; nil when it cannot be reached, or fails.
    private static func answers(to statement: String, in session: Session) throws -> [(server: String, answer: String?)] {
        let own = try session.one(SQL(unsafe: statement).unprepared(), as: String.self)
        let others = try session.query(
            """
            SELECT nodename || ':' || nodeport, CASE WHEN success THEN result END
            FROM run_command_on_workers(\(statement)) ORDER BY nodename, nodeport
            """, as: (String, String?).self)
        return [("the coordinator", own)] + others
    }

    /// Makes the roles by which questions and changes come in on every worker, and tries them. Citus opens its sessions there in the role of who
    /// asks: so they may sign in, here too.
    private static func makeRoles(in session: Session) throws {
        for role in ["maintien_service", "maintien_questions", "maintien_auditor"] {
            let making = """
                DO $do$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(role)') THEN CREATE ROLE \(role) LOGIN;
                    ELSIF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(role)' AND rolcanlogin) THEN ALTER ROLE \(role) LOGIN;
                    END IF;
                END $do$
                """
            try session.executeScript(making)
            let refused = try session.query(
                "SELECT nodename || ':' || nodeport, result FROM run_command_on_workers(\(making)) WHERE NOT success",
                as: (String, String).self)
            if let (server, reason) = refused.first { throw Trouble.role(role, server: server, reason: reason) }
            try session.transaction { session in
                try session.executeScript("SET LOCAL ROLE \(role)")
                let shutOut = try session.query(
                    "SELECT nodename || ':' || nodeport, result FROM run_command_on_workers('SELECT 1') WHERE NOT success",
                    as: (String, String).self)
                if let (server, reason) = shutOut.first { throw Trouble.role(role, server: server, reason: reason) }
            }
        }
    }

    /// Why the projections cannot be spread.
    public enum Trouble: Error, Equatable, CustomStringConvertible {
        /// The database has no extension Citus.
        case noCitus
        /// No worker is known.
        case noWorkers
        /// A server cannot be reached.
        case unreachable(String)
        /// A server has settings with which Citus cannot keep what the service promises.
        case unfit(server: String, settings: String)
        /// Citus' own process of this database does not run.
        case noDaemon
        /// A role may not sign in to a worker.
        case role(String, server: String, reason: String)
        /// The projections are spread over another number of shards.
        case otherShards(Int)

        /// For the operator.
        public var description: String {
            switch self {
            case .noCitus:
                "the database has no extension citus: CREATE EXTENSION citus in it on every server, then add each worker by SELECT citus_add_node(host, port)"
            case .noWorkers: "the coordinator knows no worker: add each by SELECT citus_add_node(host, port)"
            case .unreachable(let server): "\(server) cannot be reached from the coordinator"
            case .unfit(let server, let settings):
                "\(server) has \(settings): wal_level = logical and max_prepared_transactions >= \(leastPrepared) are needed on every server"
            case .noDaemon:
                "Citus' maintenance daemon of this database does not run: raise max_worker_processes, one is needed for each database"
            case .role(let role, let server, let reason): "\(role) must be able to sign in to \(server) from the coordinator: \(reason)"
            case .otherShards(let count): "the projections are spread over \(count) shards already, and their number cannot be changed"
            }
        }
    }
}
