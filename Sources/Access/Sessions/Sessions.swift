import Crypto
import Postgres
import Synchronization

/// The sessions of browsers, in the database. They survive a restart, and every service on this database shares them.
final class Sessions: Sendable {
    /// The person who signed in, from the provider's ID token.
    struct Bearer: Sendable {
        let caller: Caller
        let claims: TokenClaims
        /// The token for asking the provider for the role again.
        let refreshToken: String?
    }

    /// Asks the provider, by a refresh token, for the person and the role.
    typealias Asking = @Sendable (_ refreshToken: String) async throws -> Bearer

    let database: Database
    let ask: Asking
    let now: @Sendable () -> Double
    private let known = Mutex(KnownCallers(limit: 8192))

    /// How many seconds a session is cached before it is looked up again.
    private static let memory = 4.0
    /// How many seconds a request may ask the provider while other requests go on with the former role.
    static let patience = 60.0

    init(_ database: Database, now: @escaping @Sendable () -> Double, asking ask: @escaping Asking) {
        (self.database, self.now, self.ask) = (database, now, ask)
    }

    /// The cached caller of a session looked up within the last four seconds.
    func knownCaller(of session: String) -> Caller? {
        guard let secret = SessionSecret(session) else { return nil }
        let now = now()
        return known.withLock { $0.find(secret.digest, at: now, generation: 0) }
    }

    /// Begins a session for a person who just signed in.
    ///
    /// - Parameter startedHash: the hash of the sign-in. One sign-in gives one session.
    /// - Throws: `replayed` when the sign-in already gave a session.
    func begin(_ bearer: Bearer, startedHash: [UInt8], replacing former: String?) async throws -> SessionSecret {
        let (secret, at) = (SessionSecret(), Self.timestamp(now()))
        let sealed = try bearer.refreshToken.map(secret.seal)
        try await database.transaction { session in
            try session.execute("DELETE FROM access.session WHERE begun_at <= \(at) - \(sql: Self.total)")
            let added = try session.execute(
                """
                INSERT INTO access.session (secret_hash, started_hash, caller_id, role, employer, refresh_token, begun_at, used_at, checked_at)
                VALUES (\(secret.hash), \(startedHash), \(bearer.caller.id), \(bearer.claims.role.rawValue), \(bearer.claims.employer),
                    \(sealed), \(at), \(at), \(at))
                ON CONFLICT (started_hash) DO NOTHING
                """)
            guard added == 1 else { throw SignInRefusal.replayed }
        }
        if let former { _ = try await end(former) }
        return secret
    }

    /// The caller of a session; nil when the session has ended.
    ///
    /// - Throws: an error of the database, or ``ProviderTrouble``.
    func caller(of session: String) async throws -> Caller? {
        guard let secret = SessionSecret(session) else { return nil }
        let now = now()
        guard let found = try await find(secret, at: now) else { return nil }
        var caller = found.caller
        switch found.turn {
        case .notDue: break
        case .mine:
            guard let asked = try await askAgain(found, of: secret) else { return nil }
            caller = asked
        case .another:
            // Another request is asking the provider. Until then the former role holds, for `patience` seconds.
            guard now < found.checked + Double(SessionLifetime.role) + Self.patience else { throw AccessUnavailable() }
            return caller
        }
        known.withLock { $0.insert(caller, for: secret.digest, until: now + Self.memory, generation: nil) }
        return caller
    }

    /// Ends a session.
    func end(_ session: String) async throws -> Bool {
        guard let secret = SessionSecret(session) else { return false }
        let at = Self.timestamp(now())
        let ended = try await database.withSession { session in
            try session.execute(
                "UPDATE access.session SET ended_at = \(at), refresh_token = NULL WHERE secret_hash = \(secret.hash) AND \(sql: Self.lasts(at))"
            )
        }
        known.withLock { $0.forget { digest, _ in digest == secret.digest } }
        return ended > 0
    }

    /// Ends all sessions of a caller.
    func endAll(of caller: Caller) async throws -> Int {
        let at = Self.timestamp(now())
        let ended = try await database.withSession { session in
            try session.execute(
                "UPDATE access.session SET ended_at = \(at), refresh_token = NULL WHERE caller_id = \(caller.id) AND \(sql: Self.lasts(at))"
            )
        }
        known.withLock { $0.forget { $1.id == caller.id } }
        return Int(ended)
    }

    private static let total: SQL = "\(Int32(SessionLifetime.total)) * interval '1 second'"
    private static let idle: SQL = "\(Int32(SessionLifetime.idle)) * interval '1 second'"

    /// The condition that a session lasts at an instant.
    static func lasts(_ at: PostgresTimestamp) -> SQL {
        "ended_at IS NULL AND begun_at > \(at) - \(sql: total) AND used_at > \(at) - \(sql: idle)"
    }
}
