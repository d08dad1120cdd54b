import FoundationEssentials
import Glibc
import Postgres
import PostgresTesting
@testable import PrivatePostgres
import Testing

/// A directory that others have prepared, or can change, leads to nothing of theirs and to nothing of other services.
@Suite(.timeLimit(.minutes(10)))
struct HostileDirectoryTests {
    /// Runs the body with a directory, and the server of another service with one number in it.
    private func withVictim(_ body: (_ place: String, _ victim: String) async throws -> Void) async throws {
        let place = "/tmp/hostile-tests-\(UInt32.random(in: 0 ... .max))"
        #expect(mkdir(place, 0o755) == 0)
        let victim = PrivatePostgres(directory: "\(place)/victim")
        let database = Database(try PostgresConfiguration(url: try await victim.start().url()).patient, connections: 1)
        try await database.withSession { try $0.executeScript("CREATE TABLE t (n int8); INSERT INTO t VALUES (7)") }
        let process = await victim.processIdentifier
        try await body(place, "\(place)/victim")
        #expect(await victim.processIdentifier == process, "the server of the other service was stopped")
        #expect(try await database.withSession { try $0.query("SELECT n FROM t", as: Int.self) } == [7])
        await database.shutdown()
        await victim.stop()
        #expect(FileManager.default.fileExists(atPath: "\(place)/victim/data/PG_VERSION"))
        try FileManager.default.removeItem(atPath: place)
    }

    private func failure(_ server: PrivatePostgres) async -> PrivatePostgresError? {
        await #expect(throws: PrivatePostgresError.self) { try await server.start() }
    }

    @Test func `a link into another service's directory is refused, and nothing of that service is touched`() async throws {
        try await withVictim { place, victim in
            #expect(symlink(victim, "\(place)/link") == 0)
            #expect(await failure(PrivatePostgres(directory: "\(place)/link", durability: .throwaway)) == .link(path: "\(place)/link"))
            #expect(mkdir("\(place)/prepared", 0o755) == 0 && symlink("\(victim)/data", "\(place)/prepared/data") == 0)
            #expect(await failure(PrivatePostgres(directory: "\(place)/prepared")) == .link(path: "\(place)/prepared/data"))
            #expect(PrivatePostgres.running(in: "\(place)/prepared") == nil && PrivatePostgres.running(in: "\(place)/link") == nil)
            #expect(PrivatePostgres.running(in: victim) != nil)
        }
    }

    @Test(arguments: ["lock", "postgres.log"])
    func `a link in the place of a file is not written through`(name: String) async throws {
        try await withVictim { place, victim in
            let file = "\(place)/precious"
            try Data("precious".utf8).write(to: URL(filePath: file))
            for make in [symlink, link] {
                let directory = "\(place)/\(UInt32.random(in: 0 ... .max))"
                #expect(mkdir(directory, 0o755) == 0 && make(file, "\(directory)/\(name)") == 0)
                #expect(await failure(PrivatePostgres(directory: directory)) == .link(path: "\(directory)/\(name)"))
                #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
                #expect(unlink("\(directory)/\(name)") == 0)
            }
        }
    }

    @Test func `a PostgreSQL that was not made here is neither stopped nor started`() async throws {
        try await withVictim { place, victim in
            let directory = "\(place)/foreign"
            let made = PrivatePostgres(directory: directory)
            _ = try await made.start()
            let process = try #require(await made.processIdentifier)
            await made.abandon()
            #expect(unlink("\(directory)/lock") == 0)
            #expect(await failure(PrivatePostgres(directory: directory)) == .foreignData(directory: directory))
            #expect(kill(process, 0) == 0)
            try Data().write(to: URL(filePath: "\(directory)/lock"))
            let again = PrivatePostgres(directory: directory)
            _ = try await again.start()
            await again.stop()
            try await eventually { kill(process, 0) != 0 }
        }
    }

    @Test func `what a socket directory's name leads to is not removed`() async throws {
        try await withVictim { place, victim in
            let address = try #require(PrivatePostgres.running(in: victim))
            let directory = "\(place)/server"
            let first = PrivatePostgres(directory: directory)
            _ = try await first.start()
            await first.abandon()
            // As the service user could write it, and could put a link.
            var text = try String(contentsOfFile: "\(directory)/data/postmaster.pid", encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            text[4] = Substring(address.socketDirectory)
            try Data(text.joined(separator: "\n").utf8).write(to: URL(filePath: "\(directory)/data/postmaster.pid"))
            let second = PrivatePostgres(directory: directory)
            _ = try await second.start()
            await second.stop()
            #expect(access("\(address.socketDirectory)/.s.PGSQL.5432", F_OK) == 0)
        }
    }

    @Test func `removing follows no link`() async throws {
        try await withVictim { place, victim in
            #expect(mkdir("\(place)/tree", 0o755) == 0 && mkdir("\(place)/tree/inner", 0o755) == 0)
            #expect(symlink(victim, "\(place)/tree/inner/link") == 0 && symlink("\(victim)/data", "\(place)/tree/data") == 0)
            try Data("x".utf8).write(to: URL(filePath: "\(place)/tree/inner/file"))
            try Folder(place).remove("tree")
            #expect(!FileManager.default.fileExists(atPath: "\(place)/tree"))
        }
    }

    @Test func `a folder for throwaway servers is our own, and so is what is removed from it`() async throws {
        try await withVictim { place, victim in
            let path = "\(place)/folder"
            #expect(symlink(victim, path) == 0)
            #expect(throws: PrivatePostgresError.link(path: path)) { try ThrowawayFolder(path) }
            #expect(unlink(path) == 0 && mkdir(path, 0o777) == 0 && chmod(path, 0o777) == 0)
            #expect(throws: PrivatePostgresError.self) { try ThrowawayFolder(path) }
            #expect(throws: PrivatePostgresError.self) { try ThrowawayFolder("\(path)/below") }
            #expect(chmod(path, 0o711) == 0)
            let folder = try ThrowawayFolder(path)

            // Links, and directories that no run has made or that are in use, stay as they are.
            #expect(symlink(victim, "\(path)/server-link") == 0)
            #expect(mkdir("\(path)/server-filled", 0o700) == 0)
            for name in ["lock", "other"] { try Data().write(to: URL(filePath: "\(path)/server-filled/\(name)")) }
            #expect(mkdir("\(path)/server-marked", 0o700) == 0 && symlink("/dev/null", "\(path)/server-marked/throwaway") == 0)
            #expect(mkdir("\(path)/another", 0o700) == 0)
            // What was killed between its first steps goes.
            #expect(mkdir("\(path)/server-empty", 0o700) == 0 && mkdir("\(path)/server-locked", 0o700) == 0)
            try Data().write(to: URL(filePath: "\(path)/server-locked/lock"))
            await folder.removeAbandoned()
            let left = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            #expect(left == ["another", "server-filled", "server-link", "server-marked"])
        }
    }

    @Test func `nobody but the users of this process and root signs in, and root's server runs without a capability`() async throws {
        let server = PrivatePostgres(
            directory: "/tmp/hostile-tests-\(UInt32.random(in: 0 ... .max))", durability: .throwaway, logins: ["maintien"])
        let address = try await server.start()
        func ask(_ statement: String, login: String = PrivatePostgres.superuser) async throws -> String {
            let database = Database(try PostgresConfiguration(url: address.url(login: login)).patient, connections: 1)
            let result: Result<String, any Error>
            do {
                let text: String = try await database.withSession { session in
                    try session.one(SQL(unsafe: statement), as: String.self)
                }
                result = .success(text)
            } catch { result = .failure(error) }
            await database.shutdown()
            return try result.get()
        }
        for role in ["maintien", "other"] { _ = try? await ask("DO $$ BEGIN EXECUTE 'CREATE ROLE \(role) LOGIN'; END $$") }
        #expect(
            try await ask("SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE rolcanlogin") == "maintien other postgres")
        #expect(try await ask("SELECT session_user::text", login: "maintien") == "maintien")
        await #expect(throws: PostgresError.self) { try await ask("SELECT session_user::text", login: "other") }
        #expect(try await ask("SELECT string_agg(DISTINCT auth_method, ' ') FROM pg_hba_file_rules") == "peer")
        // The server's own user has its way through the socket's directory, and is nobody's login either.
        if geteuid() == 0 {
            let (status, output) = try ChildProcess.run(
                "setpriv",
                [
                    "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", "psql", "-h", address.socketDirectory, "-U", "postgres",
                    "-l",
                ])
            #expect(status != 0 && output.contains("eer authentication failed"), "\(output)")
        }
        let process = try #require(await server.processIdentifier)
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] { #expect(status.contains("\(set):\t0000000000000000"), "\(set)") }
        await server.stop()
    }

    @Test func `data that were trusted to anybody before are not from the next start on`() async throws {
        let directory = "/tmp/hostile-tests-\(UInt32.random(in: 0 ... .max))"
        let server = PrivatePostgres(directory: directory)
        _ = try await server.start()
        await server.stop()
        for (name, text) in [("pg_hba.conf", "local all all trust\n"), ("pg_ident.conf", "x y z\n")] {
            try Data(text.utf8).write(to: URL(filePath: "\(directory)/data/\(name)"))
        }
        _ = try await server.start()
        #expect(try String(contentsOfFile: "\(directory)/data/pg_hba.conf", encoding: .utf8).contains("peer map"))
        await server.stop()
        try FileManager.default.removeItem(atPath: directory)
    }

    @Test func `a directory that the server's user cannot reach is refused by name, and nothing is made there`() async throws {
        let closed = "/tmp/hostile-tests-\(UInt32.random(in: 0 ... .max))"
        #expect(mkdir(closed, 0o700) == 0)
        let server = PrivatePostgres(directory: "\(closed)/below/server", durability: .throwaway)
        if geteuid() == 0 {
            #expect(
                await failure(server) == .unreachable(directory: "\(closed)/below/server", closed: closed, user: "postgres"))
            #expect(PrivatePostgres.obstacle(to: "\(closed)/below/server") == closed)
            #expect(try FileManager.default.contentsOfDirectory(atPath: closed).isEmpty)
            #expect(chmod(closed, 0o711) == 0)
        }
        #expect(PrivatePostgres.obstacle(to: "\(closed)/below/server") == nil)
        _ = try await server.start()
        await server.stop()
        try FileManager.default.removeItem(atPath: closed)
    }
}
