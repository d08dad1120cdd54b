import CLibPQ

/// Where a database is and how its connections behave.
public struct PostgresConfiguration: Sendable {
    /// How a connection is protected. Over a Unix socket there is no TLS, and none is needed.
    public enum TLS: Sendable, Hashable {
        case disabled
        /// Encrypted, but the server's certificate is not checked.
        case required
        /// Encrypted, the certificate checked against `rootCertificate` (a PEM file; nil: the system's) and against the host name.
        case verified(rootCertificate: String?)
    }

    /// libpq's own parameters: those of the URL, or the parts given.
    private(set) var parameters: [String: String]

    /// Shown by `pg_stat_activity`.
    public var applicationName = "maintien"
    /// The role each connection takes on once it has signed in, for its rights.
    public var role: String?
    /// How long a statement may take on the server.
    public var statementTimeout: Duration? = .seconds(5)
    /// How long a statement may wait for a lock.
    public var lockTimeout: Duration? = .seconds(2)
    /// How long a transaction may stay open without a statement running.
    public var idleInTransactionTimeout: Duration? = .seconds(10)
    /// Whether every transaction is read-only, unless it says otherwise.
    public var isReadOnly = false
    /// nil: as the URL says, else as libpq prefers.
    public var tls: TLS?
    /// How long opening a connection may take, in whole seconds.
    public var connectTimeout: Duration = .seconds(5)
    /// The age at which a connection is replaced between two accesses.
    public var connectionLifetime: Duration = .seconds(1800)
    /// Further server settings for each connection, such as `["search_path": "contracts"]`.
    public var settings: [String: String] = [:]

    /// - Parameter url: `postgresql://user:password@host:5432/database?sslmode=…`, or libpq's `key=value` form. A Unix socket is `?host=/directory`.
    /// - Throws: `PostgresError` with the code `.misuse` when libpq cannot read it; the error does not repeat it.
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

    /// A database whose server is at `host`: a name, an address, or the directory of a Unix socket.
    public init(host: String, port: Int = 5432, database: String, user: String, password: String? = nil) {
        parameters = ["host": host, "port": String(port), "dbname": database, "user": user]
        parameters["password"] = password
    }

    /// The name of the database; nil: the user's name.
    public var database: String? {
        get { parameters["dbname"] }
        set { parameters["dbname"] = newValue }
    }

    /// The user who signs in.
    public var user: String? {
        get { parameters["user"] }
        set { parameters["user"] = newValue }
    }

    /// Which of several servers a connection takes, libpq's `target_session_attrs`; nil: libpq takes the first that answers.
    public var targetServer: String? {
        get { parameters["target_session_attrs"] }
        set { parameters["target_session_attrs"] = newValue }
    }

    /// Whether the URL names several servers.
    public var namesSeveralServers: Bool {
        ["host", "hostaddr"].contains { parameters[$0]?.contains(",") ?? false }
    }

    /// What `PQconnectdbParams` is given.
    var connectionParameters: [String: String] {
        var all = [
            "connect_timeout": "\(max(2, connectTimeout.components.seconds))", "keepalives_idle": "30", "tcp_user_timeout": "30000",
            "gssencmode": "disable", "fallback_application_name": applicationName,
        ]
        all.merge(parameters) { $1 }
        all["client_encoding"] = "UTF8"
        // libpq takes a server for one that only reads when the connection itself asks for read-only transactions, and `read-write` would find none.
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

    private var serverOptions: String {
        var all = ["timezone": "UTC", "datestyle": "ISO"]
        all["role"] = role
        all["statement_timeout"] = statementTimeout.map { "\($0.milliseconds)" }
        all["lock_timeout"] = lockTimeout.map { "\($0.milliseconds)" }
        all["idle_in_transaction_session_timeout"] = idleInTransactionTimeout.map { "\($0.milliseconds)" }
        if isReadOnly { all["default_transaction_read_only"] = "on" }
        all.merge(settings) { $1 }
        return all.sorted { $0.key < $1.key }.map { "-c \($0.key)=\(Self.escaped($0.value))" }.joined(separator: " ")
    }

    /// The server splits its options at spaces that no backslash precedes.
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
    /// The same as `description`.
    public var debugDescription: String { description }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
