import Foundation
public import Postgres
@testable import PrivatePostgres

/// A server that waits for its one synchronous standby, and that standby.
public final class ReplicatedServer: Sendable {
    private let directory: String
    private let primary: PrivatePostgres
    private let programs: String
    private let socketDirectory: String
    /// For the superuser of the primary.
    public let configuration: PostgresConfiguration

    private var standby: String { directory + "/standby" }

    /// For the superuser of the standby, which must run.
    public var standbyConfiguration: PostgresConfiguration {
        PostgresConfiguration(host: standby, database: "postgres", user: PrivatePostgres.superuser)
    }

    /// Starts the primary, and prepares it before it has a standby to wait for.
    fileprivate init(in directory: String, prepare: (_ primary: PostgresConfiguration) async throws -> Void) async throws {
        self.directory = directory
        primary = PrivatePostgres(directory: directory + "/primary")
        let versions = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql").sorted()
        programs = "/usr/lib/postgresql/\(versions.last ?? "15")/bin"
        let address = try await primary.start()
        socketDirectory = address.socketDirectory
        configuration = try PostgresConfiguration(url: address.url())
        try await prepare(configuration)
        try await admitStandby()
        try run(
            "pg_basebackup", "-D", standby, "-R", "-c", "fast", "-d",
            "host=\(address.socketDirectory) user=\(PrivatePostgres.superuser) application_name=standby")
        try startStandby()
        try await waitForStandby()
    }

    /// Starts the standby again; the commits that wait for it go on.
    public func startStandby() throws {
        try run(
            "pg_ctl", "-D", standby, "-w", "-t", "600", "-l", standby + "/server.log", "-o",
            "-c listen_addresses='' -c unix_socket_directories='\(standby)' -c synchronous_standby_names=''", "start")
    }

    /// Has the standby go away.
    public func stopStandby() throws { try run("pg_ctl", "-D", standby, "-w", "-t", "600", "-m", "immediate", "stop") }

    /// Loses the primary for good, and makes the standby, which must be away, a primary.
    public func failOver() async throws {
        await primary.stop()
        try startStandby()
        try promoteStandby()
    }

    /// Makes the standby, which must run, a primary. The former one goes on, as after a freeze.
    public func promoteStandby() throws { try run("pg_ctl", "-D", standby, "-w", "-t", "600", "promote") }

    /// For the superuser of whichever is the primary. Of two, the first in the list.
    public func primaryOfBoth(standbyFirst: Bool) -> PostgresConfiguration {
        let hosts = standbyFirst ? [standby, socketDirectory] : [socketDirectory, standby]
        var both = PostgresConfiguration(host: hosts.joined(separator: ","), database: "postgres", user: PrivatePostgres.superuser)
        both.targetServer = "primary"
        return both
    }

    /// Lets the user who runs the standby sign in to the primary, which of itself admits only this process and root.
    private func admitStandby() async throws {
        guard geteuid() == 0 else { return }
        let admin = Database(configuration, connections: 1)
        let users = try await admin.withSession { try $0.one("SELECT current_setting('ident_file')", as: String.self) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: users))
        try file.seekToEnd()
        try file.write(contentsOf: Data("private postgres \(PrivatePostgres.superuser)\n".utf8))
        try file.close()
        try await admin.withSession { _ = try $0.execute("SELECT pg_reload_conf()") }
        await admin.shutdown()
    }

    private func waitForStandby() async throws {
        let admin = Database(configuration, connections: 1)
        try await admin.withSession { session in
            _ = try session.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            _ = try session.execute("SELECT pg_reload_conf()")
        }
        while try await admin.withSession({
            try $0.one("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'", as: Int.self)
        }) == 0 { try await Task.sleep(for: .milliseconds(20)) }
        await admin.shutdown()
    }

    fileprivate func end() async {
        await primary.stop()
        try? stopStandby()
    }

    /// Runs a program of PostgreSQL, as root as the user `postgres`.
    private func run(_ program: String, _ arguments: String...) throws {
        let identity = geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
        // Foundation's `Process` waits for the server too that `pg_ctl` leaves behind: it has the socket by which an end is noticed.
        let (status, _) = try ChildProcess.run("/usr/bin/env", ["--chdir=/"] + identity + ["\(programs)/\(program)"] + arguments)
        guard status == 0 else { throw ProgramFailure(program: program, status: status) }
    }

    struct ProgramFailure: Error {
        let program: String
        let status: Int32
    }
}

/// Runs `body` with a server that waits for a synchronous standby; `prepare` is given its database before.
public func withReplicatedServer<T>(
    prepare: (_ primary: PostgresConfiguration) async throws -> Void, _ body: (ReplicatedServer) async throws -> T
) async throws -> T {
    let directory = "/tmp/postgres-tests-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    if geteuid() == 0, let entry = getpwnam("postgres") { chown(directory, entry.pointee.pw_uid, entry.pointee.pw_gid) }
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let server = try await ReplicatedServer(in: directory, prepare: prepare)
    do {
        let value = try await body(server)
        await server.end()
        return value
    } catch {
        await server.end()
        throw error
    }
}
