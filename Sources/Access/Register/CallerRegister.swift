public import FoundationEssentials
public import Postgres

/// The register of callers, and of the contracts that agents hold.
public struct CallerRegister: Sendable {
    let database: Database

    /// Why the register refuses a request.
    public enum Trouble: Error, Hashable {
        /// No caller has this id.
        case unknownCaller
        /// The caller lacks the role needed.
        case needsRole(Role)
        /// The log does not hold this contract.
        case unknownContract
    }

    /// The register in a database.
    public init(_ database: Database) {
        self.database = database
    }

    /// Enters callers with local tokens. Their names become their ids.
    public func enterLocal(_ callers: [Caller]) async throws {
        try await database.withSession { session in
            for caller in callers {
                try session.execute(
                    """
                    INSERT INTO access.caller (id, kind, roles) VALUES (\(caller.id), 'local', \(Self.names(caller.capacity.roles)))
                    ON CONFLICT (id) DO UPDATE SET roles = excluded.roles
                    """)
            }
        }
    }

    /// The bearer of a verified token. Enters new bearers into the register.
    func caller(of claims: TokenClaims, issuer: String) async throws -> Caller {
        try await database.withSession { session in
            let contract =
                claims.role != .agent
                ? nil
                : try session.first(
                    "SELECT contract_id FROM access.agent WHERE issuer = \(issuer) AND subject = \(claims.subject)", as: UUID.self)
            guard let capacity = Capacity(claims.role, employer: claims.employer, contract: contract) else { throw TokenRefusal.agent }
            let roles = Self.names([claims.role])
            let find: SQL = "SELECT id, roles FROM access.caller WHERE issuer = \(issuer) AND subject = \(claims.subject)"
            if let (id, known) = try session.first(find, as: (String, [String]).self) {
                if known != roles { try session.execute("UPDATE access.caller SET roles = \(roles) WHERE id = \(id)") }
                return Caller(id: id, capacity: capacity)
            }
            try session.execute(
                """
                INSERT INTO access.caller (id, kind, issuer, subject, roles)
                VALUES (\(Self.newID()), 'token', \(issuer), \(claims.subject), \(roles)) ON CONFLICT (issuer, subject) DO NOTHING
                """)
            // Another process may have entered this caller first.
            return Caller(id: try session.one(find, as: (String, [String]).self).0, capacity: capacity)
        }
    }

    /// Ties the bearer of an issuer's tokens to the contract that they hold. Replaces an earlier tie.
    ///
    /// - Parameters:
    ///   - clerk: the caller who decides: a clerk or a supervisor.
    ///   - isRecorded: whether the log holds the contract.
    /// - Throws: ``Trouble``.
    public func tie(
        issuer: String, subject: String, to contract: UUID, by clerk: String, isRecorded: @escaping @Sendable (Session) throws -> Bool
    ) async throws {
        try await database.withSession { session in
            try Self.require([.clerk, .supervisor], of: clerk, in: session)
            guard try isRecorded(session) else { throw Trouble.unknownContract }
            try session.execute(
                """
                INSERT INTO access.agent (issuer, subject, contract_id, tied_by) VALUES (\(issuer), \(subject), \(contract), \(clerk))
                ON CONFLICT (issuer, subject) DO UPDATE SET contract_id = excluded.contract_id, tied_by = excluded.tied_by, tied_at = now()
                """)
        }
    }

    /// Unties the bearer of an issuer's tokens from their contract.
    ///
    /// - Returns: whether they were tied to one.
    /// - Throws: ``Trouble``.
    public func untie(issuer: String, subject: String, by clerk: String) async throws -> Bool {
        try await database.withSession { session in
            try Self.require([.clerk, .supervisor], of: clerk, in: session)
            return try session.execute("DELETE FROM access.agent WHERE issuer = \(issuer) AND subject = \(subject)") > 0
        }
    }

    /// A caller who had one of these roles at their last call, with the roles among these that they had.
    ///
    /// - Throws: ``Trouble``.
    public func caller(_ id: String, inOneOf roles: [Role]) async throws -> Caller {
        try await database.withSession { session in
            try Self.require(roles, of: id, in: session)
            let known = try session.one("SELECT roles FROM access.caller WHERE id = \(id)", as: [String].self)
            return Caller(id: id, capacity: .staff(Set(roles.filter { known.contains($0.rawValue) })))
        }
    }

    /// Throws unless the caller had one of these roles at their last call.
    static func require(_ roles: [Role], of caller: String, in session: Session) throws {
        guard let known = try session.first("SELECT roles FROM access.caller WHERE id = \(caller)", as: [String].self) else {
            throw Trouble.unknownCaller
        }
        guard roles.contains(where: { known.contains($0.rawValue) }) else { throw Trouble.needsRole(roles[0]) }
    }

    static func newID() -> String { "c-" + RandomText.hexadecimal(bits: 128) }

    static func names(_ roles: Set<Role>) -> [String] { roles.map(\.rawValue).sorted() }
}
