import FoundationEssentials
import Postgres

extension Sessions {
    /// Whether the role has to be asked for again, and by whom.
    enum Turn { case notDue, mine, another }

    /// A session as the database has it.
    struct Found {
        let caller: Caller
        /// When the provider last confirmed the role: seconds since 1970.
        let checked: Double
        let turn: Turn
        let sealed: [UInt8]?
    }

    /// Looks a session up, and notes that it is used. When its role is due, the first who comes is in turn to ask for it.
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

    /// Asks the provider for the role again. Nil, and the session ends, without a refresh token or when the provider gives no good answer for it.
    func askAgain(_ found: Found, of secret: SessionSecret) async throws -> Caller? {
        guard let token = try? found.sealed.map(secret.open) else {
            _ = try await end(secret.text)
            return nil
        }
        // A task of its own: a client who leaves must not lose the next refresh token, which is given once.
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

    /// Keeps what the provider confirmed.
    ///
    /// - Returns: whether the session had not ended meanwhile.
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
