import Foundation
public import Postgres
@testable import PrivatePostgres

/// A standby of a test's server, made from a copy of it.
public final class StandbyServer: Sendable {
    private let directory: String
    private let programs: String

    /// For the superuser of the standby, which must run.
    public var configuration: PostgresConfiguration {
        PostgresConfiguration(host: directory, database: "postgres", user: PrivatePostgres.superuser).patient
    }

    /// Its socket's directory, a `host` for libpq.
    public var host: String { directory }

    /// Copies a server, and starts the copy as its standby.
    ///
    /// - Parameter name: the standby's name in the settings of the server.
    init(of address: PrivatePostgres.Address, named name: String, in directory: String) throws {
        self.directory = directory
        let versions = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql").sorted()
        programs = "/usr/lib/postgresql/\(versions.last ?? "15")/bin"
        try run(
            "pg_basebackup", "-D", directory, "-R", "-c", "fast", "-d",
            "host=\(address.socketDirectory) user=\(PrivatePostgres.superuser) application_name=\(name)")
        try start()
    }

    /// Starts it again; commits that wait for it go on.
    public func start() throws {
        try run(
            "pg_ctl", "-D", directory, "-w", "-t", "600", "-l", directory + "/server.log", "-o",
            "-c listen_addresses='' -c unix_socket_directories='\(directory)' -c synchronous_standby_names=''", "start")
    }

    /// Has it go away.
    public func stop() throws { try run("pg_ctl", "-D", directory, "-w", "-t", "600", "-m", "immediate", "stop") }

    /// Makes it a primary. It must run.
    public func promote() throws { try run("pg_ctl", "-D", directory, "-w", "-t", "600", "promote") }

    /// Its processes; nil when it does not run.
    public var processes: ProcessFamily? {
        let lines = (try? String(contentsOfFile: directory + "/postmaster.pid", encoding: .utf8))?.split(separator: "\n")
        return lines?.first.flatMap { pid_t($0) }.map { ProcessFamily(of: $0) }
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
