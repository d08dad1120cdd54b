import CLibPQ

/// The address of a database and the settings of its connections.
public struct PostgresConfiguration: Sendable {
    /// How a connection is encrypted. A Unix socket neither has nor needs TLS.
    public enum TLS: Sendable, Hashable {
        case disabled
        /// Encrypted, but the server's certificate is not checked.
        case required
        /// Encrypted; the certificate is checked against `rootCertificate` (a PEM file; nil: the system's) and the host name.
        case verified(rootCertificate: String?)
    }

    /// libpq's parameters, from the URL or the given parts.
    private(set) var parameters: [String: String]

    /// The name shown in `pg_stat_activity`.
    public var applicationName = "maintien"
    /// The role that each connection takes after signing in.
    public var role: String?
    /// The time limit of a statement on the server.
    ///
    /// A server that stands still enforces no limit. So this process waits at most two seconds longer for each answer, that of a COMMIT too,
    /// and then closes the connection. Nil: no limit, neither there nor here.
    public var statementTimeout: Duration? = .seconds(5)
    /// The time limit of waiting for a lock.
    public var lockTimeout: Duration? = .seconds(2)
    /// How long an open transaction may stay without a running statement.
    public var idleInTransactionTimeout: Duration? = .seconds(10)
    /// Whether transactions are read-only by default.
    public var isReadOnly = false
    /// Nil: as in the URL, else libpq's default.
    public var tls: TLS?
    /// The time limit of opening a connection to one address of one server, in whole seconds, from 2.
    public var connectTimeout: Duration = .seconds(5)
    /// The age from which a connection is replaced before its next access.
    public var connectionLifetime: Duration = .seconds(1800)
    /// Further server settings for each connection, such as `["search_path": "contracts"]`.
    public var settings: [String: String] = [:]
    /// A statement that answers with one boolean, and that each new session runs before its first access, or before it listens. A session that does
    /// not answer true is not used. Nil: every session is used.
    ///
    /// So a server that takes the place of another one is examined before anything is read from it or written to it.
    public var admission: SQL?

    /// - Parameter url: `postgresql://user:password@host:5432/database?sslmode=…`, or libpq's `key=value` form. A Unix socket is `?host=/directory`.
    /// - Throws: `PostgresError` with the code `.misuse` when libpq cannot parse the URL. The error does not contain the URL.
    public init(url: String) throws(PostgresError) {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            PQfreemem(message)
            throw PostgresError(.misuse, "the connection URL cannot be read")
        }
        defer { PQconninfoFree(options) }
        parameters = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
    }

    /// A database on the server `host`: a name, an address, or the directory of a Unix socket.
    public init(host: String, port: Int = 5432, database: String, user: String, password: String? = nil) {
        parameters = ["host": host, "port": String(port), "dbname": database, "user": user]
        parameters["password"] = password
    }

    /// The name of the database; nil means the user's name.
    public var database: String? {
        get { parameters["dbname"] }
        set { parameters["dbname"] = newValue }
    }

    /// The user that signs in.
    public var user: String? {
        get { parameters["user"] }
        set { parameters["user"] = newValue }
    }

    /// libpq's `target_session_attrs`, which selects one of several servers; nil means the first that answers.
    public var targetServer: String? {
        get { parameters["target_session_attrs"] }
        set { parameters["target_session_attrs"] = newValue }
    }

    /// Whether the URL names several servers.
    public var namesSeveralServers: Bool {
        ["host", "hostaddr"].contains { parameters[$0]?.contains(",") ?? false }
    }

    /// Hosts, addresses and ports, in an order of their own.
    var servers: [String] {
        ["host", "hostaddr", "port"].flatMap { keyword in
            (parameters[keyword] ?? "").split(separator: ",").map { "\(keyword)=\($0)" }.sorted()
        }
    }

    /// The parameters for `PQconnectdbParams`.
    var connectionParameters: [String: String] {
        var all = [
            "connect_timeout": "\(max(2, connectTimeout.components.seconds))", "keepalives_idle": "30", "tcp_user_timeout": "30000",
            "gssencmode": "disable", "fallback_application_name": applicationName,
        ]
        all.merge(parameters) { $1 }
        all["client_encoding"] = "UTF8"
        // With read-only transactions, libpq treats every server as read-only, so `read-write` would match none.
        if isReadOnly, targetServer == "read-write" { all["target_session_attrs"] = "primary" }
        all["options"] = [parameters["options"], serverOptions].compactMap { $0 }.joined(separator: " ")
        switch tls {
        case nil: break
        case .disabled: all["sslmode"] = "disable"
        case .required: all["sslmode"] = "require"
        case .verified(let rootCertificate):
            all["sslmode"] = "verify-full"
            all["sslrootcert"] = rootCertificate ?? all["sslrootcert"] ?? "/etc/ssl/certs/ca-certificates.crt"
        }
        return all
    }

    /// The settings without which a session breaks a promise, with values as `pg_settings` shows them.
    var checkedSettings: [String: String] {
        var all: [String: String] = [:]
        all["role"] = role
        all["statement_timeout"] = statementTimeout.map { "\($0.milliseconds)" }
        all["lock_timeout"] = lockTimeout.map { "\($0.milliseconds)" }
        all["idle_in_transaction_session_timeout"] = idleInTransactionTimeout.map { "\($0.milliseconds)" }
        if isReadOnly { all["default_transaction_read_only"] = "on" }
        return all
    }

    private var serverOptions: String {
        var all = checkedSettings.merging(["timezone": "UTC", "datestyle": "ISO"]) { $1 }
        all.merge(settings) { $1 }
        return all.sorted { $0.key < $1.key }.map { "-c \($0.key)=\(Self.escaped($0.value))" }.joined(separator: " ")
    }

    /// The server splits its options at spaces without a preceding backslash.
    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            if character == "\\" || character.isWhitespace { text.append("\\") }
            text.append(character)
        }
    }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
    /// Host and database, never the password.
    public var description: String { "\(parameters["dbname"] ?? "default database") at \(parameters["host"] ?? "default host")" }
    /// Same as `description`.
    public var debugDescription: String { description }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
