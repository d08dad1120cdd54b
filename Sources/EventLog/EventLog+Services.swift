public import Postgres

extension EventLog {
    /// The sessions that services have in the database, by the ids of their processes: those of members of `maintien_service`, without this one.
    public static func serviceSessions(in session: Session) throws -> [Int32] {
        try session.query(
            """
            SELECT pid FROM pg_stat_activity JOIN pg_roles ON pg_roles.oid = usesysid
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND NOT rolsuper AND pg_has_role(usesysid, 'maintien_service', 'MEMBER')
            """, as: Int32.self)
    }
}
