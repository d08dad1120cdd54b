import CLibPQ

extension Database {
    /// Returns what of a new session is not as the configuration asks: `server process` and the names of settings. Empty when all is.
    ///
    /// A connection pooler, such as PgBouncer, passes on the sessions of its own connections. Then another process of the server answers than
    /// the one that signed us in, and role, time limits and read-only transactions may be missing.
    /// - Throws: Errors of `withSession`.
    public func differences() async throws -> [String] {
        let asked = pool.configuration.checkedSettings
        return try await withSession { session in
            let process = "\(PQbackendPID(session.connection.pointer))"
            let expected = asked.merging(["server process": process]) { $1 }
            let statement: SQL = """
                SELECT name, setting FROM pg_settings WHERE name = ANY (\(asked.keys.sorted()))
                UNION ALL SELECT 'role', current_setting('role') UNION ALL SELECT 'server process', pg_backend_pid()::text
                """
            // Not prepared: with a pooler, a statement of another session may have the same name.
            let found = try session.query(statement.unprepared(), as: (String, String).self)
            let names = found.filter { name, value in expected[name].map { $0 != value } ?? false }.map(\.0)
            return names.sorted()
        }
    }
}
