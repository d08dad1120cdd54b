import ArgumentParser
import DatabaseSchema
import EventLog
import FoundationEssentials
import Glibc
import Postgres
import PrivatePostgres
import Vault

/// The database of a service: an existing one or a private one.
struct Store: Sendable {
    /// The owner's login: migrates the database, and empties a sandbox.
    let owner: PostgresConfiguration
    /// The service's login: only with the rights of the role `maintien_service`.
    private(set) var service: PostgresConfiguration
    /// The private server; nil for an existing database.
    let server: PrivatePostgres?

    /// The service's role. It may switch to the two roles below, each in its own pool.
    static let role = "maintien_service"
    /// The role of questions, which reads the log and the projections.
    static let questionsRole = "maintien_questions"
    /// The role of auditors, who read the log and the access log.
    static let auditorRole = "maintien_auditor"
    /// The role for the vault and the access log.
    private static let peopleRole = "maintien_people"

    /// The service's login for the vault and the access log.
    var people: PostgresConfiguration {
        var people = service
        people.role = Store.peopleRole
        return people
    }
    /// The same, for a process that outlives its database server: each new session of the service requires that the log awaits no recovery.
    var admittingRecovered: Store {
        var store = self
        store.service = service.admittingRecovered
        return store
    }
    /// The service's login in a private PostgreSQL.
    static let login = "maintien"
    private static let database = "maintien"

    /// An existing database. Its owner migrates it.
    init(url: String) throws {
        let owner = try Store.configuration(url: url)
        var service = owner
        service.role = Store.role
        self.owner = owner
        self.service = service
        server = nil
    }

    /// A private PostgreSQL, started and migrated.
    init(starting server: PrivatePostgres, isSandbox: Bool = false) async throws {
        let address = try await server.start()
        do {
            try await Store.prepare(at: address, isSandbox: isSandbox)
            owner = try Store.configuration(url: address.url(database: Store.database))
            service = try Store.service(at: address)
            self.server = server
        } catch {
            await server.stop()
            throw error
        }
    }

    /// A private PostgreSQL run by another process, with the service's rights only: nothing that its owner alone may do.
    init(joining address: PrivatePostgres.Address) throws {
        owner = try Store.service(at: address)
        service = owner
        server = nil
    }

    /// A private PostgreSQL run by another process, for reading and for the owner's tasks.
    private init(owning address: PrivatePostgres.Address) throws {
        owner = try Store.configuration(url: address.url(database: Store.database))
        service = try Store.service(at: address)
        server = nil
    }

    /// The configuration of a URL.
    ///
    /// - Parameter target: which of several servers is meant, if the URL does not say; nil: the primary.
    static func configuration(url: String, target: String? = nil) throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(url: url)
        if let server = configuration.unprotectedServer {
            throw ValidationError(
                "The database at \(server) is beyond this machine, and its certificate is not checked: add sslmode=verify-full to its URL.")
        }
        // Our statements are short: compiling one takes longer than running it.
        configuration.settings["jit"] = "off"
        if configuration.targetServer == nil { configuration.targetServer = target }
        if configuration.namesSeveralServers {
            if configuration.targetServer == nil { configuration.targetServer = "primary" }
            // A server that does not answer delays only the way to the next one. The URL's own `connect_timeout` wins.
            configuration.connectTimeout = .seconds(2)
        }
        return configuration
    }

    /// - Throws: when the URL asks for a server that accepts no commands.
    func requirePrimary() throws {
        switch service.targetServer {
        case let target? where ["read-only", "standby", "prefer-standby"].contains(target):
            throw VerbTrouble(
                "The database URL says target_session_attrs=\(target), and such a server records no commands: say target_session_attrs=primary."
            )
        case "read-write":
            throw VerbTrouble(
                "The database URL says target_session_attrs=read-write, and sessions that only read find no such server: say target_session_attrs=primary."
            )
        default: return
        }
    }

    /// - Throws: when a connection pooler stands before the database: it would drop the role, the time limits and the read-only mode of
    ///   sessions, and mix their prepared statements.
    func requireOwnSessions() async throws { try await Store.requireOwnSessions(of: owner.readOnly, named: "database") }

    /// - Parameter name: what the URL is called in the settings.
    static func requireOwnSessions(of configuration: PostgresConfiguration, named name: String) async throws {
        let advice = "Name the PostgreSQL server itself: maintien pools its own connections."
        let differences: [String]
        do { differences = try await Database.opened(configuration) { try await $0.differences() } } catch let error as PostgresError
            where error.code == .unreachable && error.message.contains("unsupported startup parameter")
        {
            throw VerbTrouble(
                "The \(name) URL leads to a connection pooler, such as PgBouncer, which refuses the options of sessions. \(advice)")
        }
        guard differences.isEmpty else {
            throw VerbTrouble(
                "The \(name) URL leads to a connection pooler, such as PgBouncer, whose sessions are not those asked for: they differ in "
                    + "\(differences.joined(separator: ", ")). \(advice)")
        }
    }

    private static func service(at address: PrivatePostgres.Address) throws -> PostgresConfiguration {
        var service = try configuration(url: address.url(database: database, login: login))
        service.role = role
        return service
    }

    private static func prepare(at address: PrivatePostgres.Address, isSandbox: Bool) async throws {
        try await Database.opened(PostgresConfiguration(url: address.url())) { maintenance in
            try await maintenance.withSession { session in
                if try session.first("SELECT 1 FROM pg_database WHERE datname = \(database)", as: Int32.self) == nil {
                    try session.executeScript("CREATE DATABASE \(database)")
                }
            }
        }
        try await Database.opened(PostgresConfiguration(url: address.url(database: database))) { owner in
            try await owner.withSession { session in
                try Migrator().migrate(in: session)
                if try session.first("SELECT 1 FROM pg_roles WHERE rolname = \(login)", as: Int32.self) == nil {
                    try session.executeScript("CREATE ROLE \(login) LOGIN NOINHERIT IN ROLE \(role)")
                }
                if isSandbox { _ = try Deployment.makeSandbox(in: session) }
            }
        }
    }

    /// The login, in the role that reads the log and the version of the projections, and changes nothing.
    ///
    /// - Throws: when the login may act in no such role.
    func reader() async throws -> PostgresConfiguration {
        let (name, role) = try await Database.opened(owner) { database in
            try await database.withSession { session in
                try session.one(
                    """
                    SELECT session_user::text, (
                        SELECT max(rolname::text) FROM pg_roles
                        WHERE rolname IN (\(Store.questionsRole), \(Store.auditorRole)) AND pg_has_role(session_user, oid, 'MEMBER'))
                    """, as: (String, String?).self)
            }
        }
        guard let role else {
            throw VerbTrouble(
                "The login \(name) may not read the log: GRANT \(Store.auditorRole) TO \"\(name)\", as the owner of the migrated database.")
        }
        var reader = service.withoutLimits.readOnly
        reader.role = role
        return reader
    }

    /// Stops the private server, if there is one.
    func close() async { await server?.stop() }

    /// Runs `body` with connections of one login. Closes the connections and the store at the end, also after an error.
    func use<Value>(_ login: PostgresConfiguration, connections: Int = 1, _ body: (Database) async throws -> Value) async throws -> Value {
        try await ending(with: close) { try await Database.opened(login, connections: connections, body) }
    }
}

extension Database {
    /// - Throws: `VerbTrouble` when the database lacks a migration.
    func requireMigrated() async throws {
        let pending = try await withSession { session in try Migrator().pending(in: session) }
        guard pending.isEmpty else {
            throw VerbTrouble("The database lacks \(pending.map(\.name).joined(separator: ", ")): run `maintien migrate` as its owner.")
        }
    }
}

extension Database {
    /// - Throws: `VerbTrouble` when the log was restored from a backup, and its recovery is not complete.
    func requireRecovered() async throws {
        if case .none = try await withSession({ session in try EventLog.recoveryState(in: session) }) { return }
        throw VerbTrouble("The log was restored from a backup, and is not recovered: run `maintien recover` as the database's owner.")
    }
}

extension Store {
    /// Opens the store that the settings name: an existing database, or the private one in `data`.
    ///
    /// - Throws: when a connection pooler stands before an existing database.
    static func open(_ settings: Settings) async throws -> Store {
        let store = try await openUnchecked(settings)
        if store.server == nil { try await store.requireOwnSessions() }
        return store
    }

    /// The same without a look at the sessions of an existing database.
    static func openUnchecked(_ settings: Settings) async throws -> Store {
        if let url = try settings.secret("database") { return try Store(url: url) }
        return try await Store(starting: PrivatePostgres(directory: dataDirectory(settings), logins: [login]))
    }

    /// Opens the store for questions. Joins a private PostgreSQL that already runs, and never creates one.
    static func forQuestions(_ settings: Settings) async throws -> Store {
        guard try settings.secret("database") == nil else { return try await open(settings) }
        let directory = dataDirectory(settings)
        if let address = PrivatePostgres.running(in: directory) { return try Store(joining: address) }
        guard FileManager.default.fileExists(atPath: directory + "/data") else {
            throw VerbTrouble(
                "There is no log in \(directory): name the directory of a service with --data, or a database with --database.")
        }
        return try await open(settings)
    }

    /// Opens the store for the owner's tasks.
    static func forOwner(_ settings: Settings) async throws -> Store {
        guard try settings.secret("database") == nil else { return try await open(settings) }
        if let address = PrivatePostgres.running(in: dataDirectory(settings)) { return try Store(owning: address) }
        return try await forQuestions(settings)
    }

    static func dataDirectory(_ settings: Settings) -> String { DataDirectory(settings).path }
}
