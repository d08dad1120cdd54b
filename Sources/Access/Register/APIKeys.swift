import Crypto
public import Postgres

/// The keys of programs: `mtn_<id>_<256 bits>`. The database holds the SHA-256 of each secret.
public struct APIKeys: Sendable {
    private let database: Database

    /// Why a key cannot be made or revoked.
    public enum Trouble: Error, Hashable {
        /// A key lasts from 1 to 400 days.
        case lifetime
        /// An employer's code is missing, or was given for another role.
        case employer
        /// No key can give this role: agents use tokens.
        case role
        /// No supervisor was named, and only an operator's key needs none.
        case needsSupervisor
        /// No key has this id, or the key is already revoked.
        case unknownKey
    }

    /// The keys in a database.
    public init(_ database: Database) {
        self.database = database
    }

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - caller: the caller in whose name the program calls; a new one when nil.
    ///   - supervisor: the caller who decides. Only an operator's key needs none.
    /// - Returns: the whole key, which cannot be shown again.
    /// - Throws: ``Trouble``, or ``CallerRegister/Trouble``.
    public func add(
        role: Role, employer: String? = nil, days: Int, name: String? = nil, for caller: String? = nil, by supervisor: String? = nil
    ) async throws -> String {
        guard 1...400 ~= days else { throw Trouble.lifetime }
        guard role != .agent else { throw Trouble.role }
        guard (role == .employer) == (employer?.isEmpty == false) else { throw Trouble.employer }
        guard role == .operator || supervisor != nil else { throw Trouble.needsSupervisor }
        let id = RandomText.hexadecimal(bits: 64)
        let secret = RandomText.hexadecimal(bits: 256)
        let hash = [UInt8](SHA256.hash(data: Array(secret.utf8)))
        try await database.transaction { session in
            if let supervisor {
                try CallerRegister.require(role == .operator ? [.supervisor, .operator] : [.supervisor], of: supervisor, in: session)
            }
            let owner = try Self.owner(caller, name: name, role: role, in: session)
            try session.execute(
                """
                INSERT INTO access.api_key (id, caller_id, secret_hash, role, employer, created_by, ends_at)
                VALUES (\(id), \(owner), \(hash), \(role.rawValue), \(employer), \(supervisor), now() + \(Int32(days)) * interval '24 hours')
                """)
        }
        return "mtn_\(id)_\(secret)"
    }

    /// Every key, the newest last.
    public func list() async throws -> [APIKey] {
        try await database.withSession { session in
            try session.query(
                """
                SELECT k.id, k.caller_id, c.name, k.role, k.employer, k.created_by, k.ends_at, k.revoked_at
                FROM access.api_key k JOIN access.caller c ON c.id = k.caller_id ORDER BY k.created_at, k.id
                """,
                as: (String, String, String?, String, String?, String?, PostgresTimestamp, PostgresTimestamp?).self
            ).compactMap { id, caller, name, role, employer, createdBy, end, revoked in
                Role(rawValue: role).map {
                    APIKey(
                        id: id, caller: caller, name: name, role: $0, employer: employer, createdBy: createdBy, end: end, revoked: revoked)
                }
            }
        }
    }

    /// Revokes a key, for ever: every service refuses it within 5 seconds.
    ///
    /// - Parameter caller: the caller who decides, if one is named.
    /// - Throws: ``Trouble``, or ``CallerRegister/Trouble``.
    public func revoke(_ id: String, by caller: String? = nil) async throws {
        try await database.transaction { session in
            if let caller { try CallerRegister.require([.operator, .supervisor], of: caller, in: session) }
            let changed = try session.execute(
                "UPDATE access.api_key SET revoked_at = now(), revoked_by = \(caller) WHERE id = \(id) AND revoked_at IS NULL")
            guard changed == 1 else { throw Trouble.unknownKey }
        }
    }

    /// The caller of a key that is neither revoked nor expired.
    ///
    /// - Throws: a ``TokenRefusal``.
    func caller(with token: [UInt8]) async throws -> Caller {
        let parts = String(decoding: token, as: UTF8.self).split(separator: "_")
        let (id, hash) = (String(parts[1]), SHA256.hash(data: Array(parts[2].utf8)))
        return try await database.withSession { session in
            let row = try session.first(
                """
                SELECT caller_id, secret_hash, role, employer, ends_at > now(), revoked_at IS NOT NULL FROM access.api_key WHERE id = \(id)
                """, as: (String, [UInt8], String, String?, Bool, Bool).self)
            // A digest is compared in constant time.
            guard let (caller, kept, name, employer, lasts, isRevoked) = row, hash == kept, let role = Role(rawValue: name) else {
                throw TokenRefusal.apiKey
            }
            guard lasts else { throw TokenRefusal.expired }
            guard !isRevoked else { throw TokenRefusal.revoked }
            return Caller(id: caller, capacity: employer.map { .employer(code: $0) } ?? .staff([role]))
        }
    }

    /// Whether a token has the form of a key.
    static func hasForm(_ token: [UInt8]) -> Bool {
        guard token.count == 4 + 16 + 1 + 64, token.starts(with: "mtn_".utf8), token[20] == UInt8(ascii: "_") else { return false }
        return (token[4..<20] + token[21...]).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// The caller of a new key: an existing one with keys in this role, or a new one.
    private static func owner(_ caller: String?, name: String?, role: Role, in session: Session) throws -> String {
        if let caller {
            guard try session.first("SELECT 1 FROM access.caller WHERE id = \(caller) AND kind = 'key'", as: Int32.self) != nil else {
                throw CallerRegister.Trouble.unknownCaller
            }
            try CallerRegister.require([role], of: caller, in: session)
            return caller
        }
        let id = CallerRegister.newID()
        try session.execute(
            "INSERT INTO access.caller (id, kind, name, roles) VALUES (\(id), 'key', \(name), \(CallerRegister.names([role])))")
        return id
    }
}
