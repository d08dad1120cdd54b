import FoundationEssentials
import Glibc
import Postgres
import PostgresTesting
import PrivatePostgres
import Testing

/// A connection pooler before the database is refused, however it is configured: tried with Debian's PgBouncer.
@Suite(.timeLimit(.minutes(10))) struct PoolerTests {
    @Test(
        arguments: [
            ("session", nil, "refuses the options of sessions"),
            (
                "session", "options",
                "they differ in default_transaction_read_only, idle_in_transaction_session_timeout, lock_timeout, server process, statement_timeout."
            ),
            ("transaction", "options", "server process"), ("statement", "options", "server process"),
        ] as [(String, String?, String)])
    func `a database behind PgBouncer is not served, and nothing is written through it`(
        mode: String, ignored: String?, words: String
    ) async throws {
        let path = TestDirectory.unused()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let server = PrivatePostgres(directory: path + "/data")
        try await ending(
            with: {
                await server.stop()
                try? FileManager.default.removeItem(atPath: path)
            }
        ) {
            let address = try await server.start()
            try await admitPooler(to: try PostgresConfiguration(url: address.url()).patient)
            let pooler = try await startPooler(before: address, in: path + "/pooler", mode: mode, ignoring: ignored)
            let url = "postgresql://\(PrivatePostgres.superuser)@/postgres?host=\(path)/pooler&port=6432"
            try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
            for verb in [["serve", "--listen", "127.0.0.1:0", "--vault-key", "\(path)/vault.key"], ["migrate"], ["verify"]] {
                let refused = try await Program.run(verb, environment: ["MAINTIEN_DATABASE": url])
                #expect(refused.status == 2 && refused.isOneLine(with: words), "\(verb[0]): \(refused)")
                #expect(refused.errors.contains("PgBouncer") && refused.errors.contains("Name the PostgreSQL server itself"))
            }
            try await Database.opened(try PostgresConfiguration(url: address.url()).patient) { database in
                let isMigrated = try await database.withSession { session in
                    try session.one("SELECT to_regclass('maintien.migration') IS NOT NULL", as: Bool.self)
                }
                #expect(!isMigrated)
            }
            pooler.signal(SIGKILL)
            _ = await pooler.ended()
        }
    }

    /// Lets the user who runs the pooler sign in to the server, which of itself admits only this process and root.
    private func admitPooler(to configuration: PostgresConfiguration) async throws {
        guard geteuid() == 0 else { return }
        try await Database.opened(configuration) { admin in
            let users = try await admin.withSession { try $0.one("SELECT current_setting('ident_file')", as: String.self) }
            let lines = try String(contentsOfFile: users, encoding: .utf8)
            try (lines + "private postgres \(PrivatePostgres.superuser)\n").write(toFile: users, atomically: false, encoding: .utf8)
            _ = try await admin.withSession { try $0.execute("SELECT pg_reload_conf()") }
        }
    }

    /// Starts PgBouncer, and returns when it listens on its socket in `folder`. It refuses to run as root, as PostgreSQL does.
    private func startPooler(
        before address: PrivatePostgres.Address, in folder: String, mode: String, ignoring ignored: String?
    ) async throws -> Program {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try """
        [databases]
        * = host=\(address.socketDirectory) user=\(PrivatePostgres.superuser)
        [pgbouncer]
        listen_addr =
        listen_port = 6432
        unix_socket_dir = \(folder)
        auth_type = any
        pool_mode = \(mode)
        \(ignored.map { "ignore_startup_parameters = \($0)" } ?? "")
        """.write(toFile: folder + "/pgbouncer.ini", atomically: false, encoding: .utf8)
        var command = ["/usr/sbin/pgbouncer", folder + "/pgbouncer.ini"]
        if geteuid() == 0, let entry = getpwnam("postgres") {
            #expect(chown(folder, entry.pointee.pw_uid, entry.pointee.pw_gid) == 0)
            command = ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] + command
        }
        let pooler = try Program(Array(command.dropFirst()), executable: command[0])
        #expect(await pooler.logged("process up", moreThan: 0) == 1, "PgBouncer does not run: it comes with Debian's package pgbouncer")
        return pooler
    }
}
