import Foundation
public import Postgres
@testable import PrivatePostgres
import Synchronization

/// A server that waits for its one synchronous standby, and that standby.
public final class ReplicatedServer: Sendable {
    private let directory: String
    private let primary: PrivatePostgres
    private let address: PrivatePostgres.Address
    private let others = Mutex<[StandbyServer]>([])
    /// The synchronous standby.
    public let standby: StandbyServer
    /// For the superuser of the primary.
    public let configuration: PostgresConfiguration

    /// For the superuser of both: the primary first.
    public var configurationOfBoth: PostgresConfiguration {
        PostgresConfiguration(host: "\(host),\(standby.host)", database: "postgres", user: PrivatePostgres.superuser).patient
    }

    /// For the superuser of whichever is the primary. Of two, the first in the list.
    public func primaryOfBoth(standbyFirst: Bool) -> PostgresConfiguration {
        let hosts = standbyFirst ? [standby.host, host] : [host, standby.host]
        var both = PostgresConfiguration(host: hosts.joined(separator: ","), database: "postgres", user: PrivatePostgres.superuser).patient
        both.targetServer = "primary"
        return both
    }

    /// The directory of the primary's socket, a `host` for libpq.
    public var host: String { address.socketDirectory }

    /// The processes of the primary; nil when it does not run.
    public var primaryProcesses: ProcessFamily? {
        get async { await primary.processIdentifier.map { ProcessFamily(of: $0) } }
    }

    /// Starts the primary, and prepares it before it has a standby to wait for.
    fileprivate init(in directory: String, prepare: (_ primary: PostgresConfiguration) async throws -> Void) async throws {
        self.directory = directory
        // A standby asks for all since its copy began. Without this a checkpoint in between could have removed it.
        primary = PrivatePostgres(directory: directory + "/primary", logins: TestDatabase.logins, settings: ["wal_keep_size": "1GB"])
        address = try await primary.start()
        configuration = try PostgresConfiguration(url: address.url()).patient
        try await prepare(configuration)
        try await ReplicatedServer.admitStandby(to: configuration)
        standby = try StandbyServer(of: address, named: "standby", in: directory + "/standby")
        try await waitForStandby()
    }

    /// Adds a standby for which no commit waits.
    public func addStandby(named name: String) throws -> StandbyServer {
        let other = try StandbyServer(of: address, named: name, in: "\(directory)/\(name)")
        others.withLock { $0.append(other) }
        return other
    }

    /// Loses the primary for good, and makes the synchronous standby, which must be away, a primary.
    public func failOver() async throws {
        await stopPrimary()
        try standby.start()
        try standby.promote()
    }

    /// Stops the primary for good. What was committed reaches every standby that runs.
    public func stopPrimary() async { await primary.stop() }

    /// Loses the primary for good, as by a crash: what a standby does not have yet it never gets.
    public func losePrimary() async {
        let processes = await primaryProcesses
        await primary.abandon()
        processes?.kill()
    }

    /// Lets the user who runs a standby sign in to the primary, which of itself admits only this process and root.
    private static func admitStandby(to configuration: PostgresConfiguration) async throws {
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
        // The checkpointer has commits wait: it has taken the setting once it has made two checkpoints for a session that began after it.
        try await Database.opened(configuration) { database in
            for _ in 1...2 { try await database.withSession { try $0.executeScript("CHECKPOINT") } }
        }
    }

    fileprivate func end() async {
        await primary.stop()
        for standby in others.withLock({ $0 }) + [standby] { try? standby.stop() }
    }
}

/// Runs `body` with a server that waits for a synchronous standby; `prepare` is given its database before.
public func withReplicatedServer<T>(
    prepare: (_ primary: PostgresConfiguration) async throws -> Void, _ body: (ReplicatedServer) async throws -> T
) async throws -> T {
    let directory = TestDirectory.unused()
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
