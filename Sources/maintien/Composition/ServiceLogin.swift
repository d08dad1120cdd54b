import Postgres

/// The login of `serve --database`. It must have the rights of the role `maintien_service` and no others. A login that could change or
/// drop the log is refused.
struct ServiceLogin {
    private let name: String
    private let isMember: Bool?
    private let isSuperuser: Bool
    private let isOwner: Bool
    private let database: String
    private let makesTemporaryTables: Bool

    /// Reads the rights of the login from the database.
    init(of store: Store) async throws {
        (name, isMember, isSuperuser, isOwner, database, makesTemporaryTables) = try await Database.opened(store.owner) { owner in
            try await owner.withSession { session in
                try session.one(
                    """
                    SELECT session_user::text,
                        (SELECT pg_has_role(session_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = \(Store.role)),
                        EXISTS (SELECT FROM pg_roles WHERE rolsuper AND pg_has_role(session_user, oid, 'MEMBER')),
                        EXISTS (
                            SELECT FROM pg_database WHERE datname = current_database() AND pg_has_role(session_user, datdba, 'MEMBER')
                        ) OR EXISTS (
                            SELECT FROM pg_namespace AS n LEFT JOIN pg_class AS c ON c.relnamespace = n.oid
                            WHERE n.nspname ~ '^(maintien|log|vault|access|portfolio(_[0-9]+)?)$'
                                AND (pg_has_role(session_user, n.nspowner, 'MEMBER') OR pg_has_role(session_user, c.relowner, 'MEMBER'))
                        ),
                        quote_ident(current_database()), has_database_privilege(session_user, current_database(), 'TEMPORARY')
                    """, as: (String, Bool?, Bool, Bool, String, Bool).self)
            }
        }
    }

    /// - Throws: what is wrong with the login, and how to correct it.
    func check() throws {
        let advice = "Serve as a login of its own: `maintien migrate` says how to make one."
        if isSuperuser { throw VerbTrouble("The login \(name) is a superuser, or may become one. \(advice)") }
        if isOwner { throw VerbTrouble("The login \(name) owns the database or tables of the log, or may act as their owner. \(advice)") }
        switch isMember {
        case nil: throw VerbTrouble("The database has no role \(Store.role): run `maintien migrate` as its owner.")
        case false?: throw VerbTrouble("The login \(name) is no member of \(Store.role): GRANT \(Store.role) TO \"\(name)\", as the owner.")
        default: break
        }
        if makesTemporaryTables {
            throw VerbTrouble(
                "The login \(name) may make temporary tables: REVOKE TEMPORARY ON DATABASE \(database) FROM PUBLIC, \"\(name)\", as the owner of the "
                    + "database, or run `maintien migrate` as that owner.")
        }
    }

    /// The SQL that makes such a login.
    static let recipe = "CREATE ROLE name LOGIN IN ROLE \(Store.role) PASSWORD 'secret';"
}
