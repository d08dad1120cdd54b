import Postgres

/// A transaction of another session that holds a lock on a table.
struct LockHolder: Hashable {
    let process: Int32
    /// Of the session: the same as long as the transaction lasts.
    let transaction: String
    let login: String
    let table: String

    /// Those that hold one on a table of this database, but for the server's own tables.
    static func all(in session: Session) throws -> Set<LockHolder> {
        let rows = try session.query(
            """
            SELECT l.pid, l.virtualtransaction, coalesce(a.usename::text, ''), l.relation::regclass::text
            FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation LEFT JOIN pg_stat_activity AS a USING (pid)
            WHERE l.granted AND l.pid <> pg_backend_pid() AND c.relkind IN ('r', 'p', 'm')
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace, 'information_schema'::regnamespace)
            """, as: (Int32, String, String, String).self)
        return Set(rows.map { LockHolder(process: $0.0, transaction: $0.1, login: $0.2, table: $0.3) })
    }
}

extension LockHolder: CustomStringConvertible {
    /// For the operator.
    var description: String { "session \(process) of \(login), on \(table)" }
}
