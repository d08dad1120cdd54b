import FoundationEssentials
import Postgres

extension Sessions {
    /// Whether the role must be confirmed again, and by which request: this one or another.
    enum Turn { case notDue, mine, another }

    /// A session's row in the database.
    struct Found {
        let caller: Caller
        /// When the provider last confirmed the role: seconds since 1970.
        let checked: Double
        let turn: Turn
        let sealed: [UInt8]?
    }

    /// Looks up a session and notes its use. When the role is due, the first request gets the turn to ask the provider.
    func find(_ secret: SessionSecret, at now: Double) async throws -> Found? {
        let at = Self.timestamp(now)
        return try await database.withSession { session in
            let row = try session.first(
                """
                UPDATE access.session s SET used_at = greatest(used_at, \(at))
                FROM access.caller c LEFT JOIN access.agent a ON a.issuer = c.issuer AND a.subject = c.subject
                WHERE s.secret_hash = \(secret.hash) AND c.id = s.caller_id AND \(sql: Self.lasts(at))
                RETURNING s.caller_id, s.role, s.employer, a.contract_id, s.checked_at, s.refresh_token
                """,
                as: (String, String, String?, UUID?, PostgresTimestamp, [UInt8]?).self)
            guard let (id, name, employer, contract, checkedAt, sealed) = row, let role = Role(rawValue: name),
                let capacity = Capacity(role, employer: employer, contract: contract)
            else { return nil }
            let checked = Double(checkedAt.microsecondsSince1970) / 1e6
            var turn = Turn.notDue
            if now >= checked + Double(SessionLifetime.role) {
                let until = Self.timestamp(now + Self.patience)
                let taken = try session.execute(
                    """
                    UPDATE access.session SET asking_until = \(until)
                    WHERE secret_hash = \(secret.hash) AND checked_at = \(checkedAt) AND coalesce(asking_until <= \(at), true)
                    """)
                turn = taken == 1 ? .mine : .another
            }
            return Found(caller: Caller(id: id, capacity: capacity), checked: checked, turn: turn, sealed: sealed)
        }
    }

    /// Asks the provider for the role again. Ends the session and returns nil without a refresh token, when the provider refuses it, or
    /// when the new ID token is refused or is another person's.
    func askAgain(_ found: Found, of secret: SessionSecret) async throws -> Caller? {
        guard let token = try? found.sealed.map(secret.open) else {
            _ = try await end(secret.text)
            return nil
        }
        // A task of its own: the next refresh token is given only once and must survive a client that disconnects.
        return try await Task {
            do {
                let bearer = try await ask(token)
                guard bearer.caller.id == found.caller.id else { throw TokenRefusal.subject }
                return try await keep(bearer, for: secret) ? bearer.caller : nil
            } catch is ProviderTrouble {
                try await database.withSession { session in
                    try session.execute("UPDATE access.session SET asking_until = NULL WHERE secret_hash = \(secret.hash)")
                }
                throw ProviderTrouble("the provider cannot be asked for a role again")
            } catch let error where error is SignInRefusal || error is TokenRefusal {
                _ = try await end(secret.text)
                return nil
            }
        }.value
    }

    /// Stores the role and the refresh token that the provider confirmed.
    ///
    /// - Returns: whether the session still lasts.
    private func keep(_ bearer: Bearer, for secret: SessionSecret) async throws -> Bool {
        let (at, sealed) = (Self.timestamp(now()), try bearer.refreshToken.map(secret.seal))
        return try await database.withSession { session in
            try session.execute(
                """
                UPDATE access.session SET role = \(bearer.claims.role.rawValue), employer = \(bearer.claims.employer), checked_at = \(at),
                    asking_until = NULL, refresh_token = coalesce(\(sealed), refresh_token)
                WHERE secret_hash = \(secret.hash) AND ended_at IS NULL
                """) == 1
        }
    }

    static func timestamp(_ seconds: Double) -> PostgresTimestamp {
        PostgresTimestamp(microsecondsSince1970: Int64(seconds * 1e6))
    }
}
