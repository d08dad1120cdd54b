import Postgres

/// The logins with which a log is proved: the service's, or an auditor's.
struct ProvingLogins {
    /// Reads the log and the register of erasures.
    let log: PostgresConfiguration
    /// Reads the access log.
    let readings: PostgresConfiguration
    /// Whether the first reads the vault: an auditor's does not.
    let readsVault: Bool

    /// The service's logins, or an auditor's if the store's login is an auditor's alone.
    init(of store: Store) async throws {
        let isAuditor = try await Database.opened(store.owner) { login in
            try await login.withSession { session in
                try session.one(
                    """
                    SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = \(Store.auditorRole) AND pg_has_role(session_user, oid, 'MEMBER'))
                        AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = \(Store.role) AND pg_has_role(session_user, oid, 'MEMBER'))
                    """, as: Bool.self)
            }
        }
        var login = store.owner
        login.role = Store.auditorRole
        log = (isAuditor ? login : store.service).withoutLimits
        readings = (isAuditor ? login : store.people).withoutLimits
        readsVault = !isAuditor
    }
}

extension Store {
    /// Runs `body` with connections to the log and to the access log, as one who proves it. Closes them and the store at the end.
    func proving<Value>(_ body: (_ log: Database, _ readings: Database, ProvingLogins) async throws -> Value) async throws -> Value {
        try await ending(with: close) {
            let logins = try await ProvingLogins(of: self)
            return try await Database.opened(logins.log) { log in
                try await Database.opened(logins.readings) { readings in try await body(log, readings, logins) }
            }
        }
    }
}
