import FoundationEssentials
import Glibc
import Postgres
import PostgresTesting
@testable import PrivatePostgres
import Testing

@Suite(.timeLimit(.minutes(10)))
struct PrivatePostgresTests {
    private func newDirectory(_ name: String = "") -> String { TestDirectory.unused(name) }

    /// Runs statements on a server with a connection for them alone.
    private func ask(_ address: PrivatePostgres.Address, _ statement: SQL) async throws -> Int {
        let database = Database(try PostgresConfiguration(url: address.url()).patient, connections: 1)
        let result: Result<Int, any Error>
        do {
            let number: Int = try await database.withSession { try $0.one(statement, as: Int.self) }
            result = .success(number)
        } catch { result = .failure(error) }
        await database.shutdown()
        return try result.get()
    }

    @Test func `what was stored is there after a stop and a start`() async throws {
        let directory = newDirectory()
        let server = PrivatePostgres(directory: directory)
        let address = try await server.start()
        #expect(try await server.start() == address, "a second start changes nothing")
        let database = Database(try PostgresConfiguration(url: address.url()).patient, connections: 1)
        try await database.withSession { try $0.executeScript("CREATE TABLE t (n int8); INSERT INTO t VALUES (7)") }
        await database.shutdown()
        await server.stop()
        await server.stop()
        #expect(await server.processIdentifier == nil)

        let again = PrivatePostgres(directory: directory)
        #expect(try await ask(try await again.start(), "SELECT n FROM t") == 7)
        await again.stop()
        try FileManager.default.removeItem(atPath: directory)
    }

    @Test func `a throwaway one leaves nothing behind`() async throws {
        let directory = newDirectory()
        let server = PrivatePostgres(directory: directory, durability: .throwaway)
        let address = try await server.start()
        #expect(try await ask(address, "SELECT count(*) FROM pg_settings WHERE name = 'fsync' AND setting = 'off'") == 1)
        await server.stop()
        #expect(!FileManager.default.fileExists(atPath: directory) && !FileManager.default.fileExists(atPath: address.socketDirectory))
    }

    @Test func `only a private socket leads to it`() async throws {
        let directory = newDirectory()
        let server = PrivatePostgres(directory: directory, durability: .throwaway)
        let address = try await server.start()
        #expect(try await ask(address, "SELECT count(*) FROM pg_settings WHERE name = 'listen_addresses' AND setting = ''") == 1)
        for path in [address.socketDirectory, directory + "/data"] {
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o077 == 0, "\(path)")
        }
        await server.stop()
    }

    @Test func `one whose path is too long for a socket has its socket elsewhere`() async throws {
        let parent = newDirectory()
        #expect(mkdir(parent, 0o755) == 0)
        let directory = parent + "/" + String(repeating: "long", count: 30)
        let server = PrivatePostgres(directory: directory, durability: .throwaway)
        let address = try await server.start()
        #expect(!address.socketDirectory.hasPrefix(directory))
        #expect(try await ask(address, "SELECT 1") == 1)
        await server.stop()
        #expect(!FileManager.default.fileExists(atPath: address.socketDirectory))
        #expect(rmdir(parent) == 0)
    }

    @Test func `a directory has one owner`() async throws {
        let directory = newDirectory()
        let (first, second) = (
            PrivatePostgres(directory: directory, durability: .throwaway), PrivatePostgres(directory: directory, durability: .throwaway)
        )
        let address = try await first.start()
        await #expect(throws: PrivatePostgresError.inUse(directory: directory)) { try await second.start() }
        #expect(try await ask(address, "SELECT 1") == 1)
        await first.stop()
        _ = try await second.start()
        await second.stop()
    }

    @Test func `a server that is killed comes back with all that was committed`() async throws {
        try await withServer { server, configuration in
            let database = Database(configuration, connections: 1)
            try await database.withSession { try $0.executeScript("CREATE TABLE t (n int8); INSERT INTO t VALUES (7)") }
            for _ in 0..<2 {
                let process = try #require(await server.processIdentifier)
                #expect(kill(process, SIGKILL) == 0)
                try await eventually {
                    let found = try? await database.withSession { try $0.query("SELECT n FROM t", as: Int.self) }
                    let started = await server.processIdentifier
                    return found == [7] && started != process
                }
            }
            await database.shutdown()
        }
    }

    @Test(arguments: ["", String(repeating: "long", count: 30)])
    func `what a killed owner left running is taken over`(name: String) async throws {
        let directory = newDirectory(name)
        let first = PrivatePostgres(directory: directory)
        let address = try await first.start()
        let database = Database(try PostgresConfiguration(url: address.url()).patient, connections: 1)
        try await database.withSession { try $0.executeScript("CREATE TABLE t (n int8); INSERT INTO t VALUES (7)") }
        await database.shutdown()
        // As the kernel does it for a process that was killed: the lock goes, the server stays.
        let orphan = try #require(await first.processIdentifier)
        await first.abandon()
        #expect(kill(orphan, 0) == 0)

        let second = PrivatePostgres(directory: directory)
        let newAddress = try await second.start()
        #expect(try await ask(newAddress, "SELECT n FROM t") == 7)
        #expect(await second.processIdentifier != orphan)
        #expect(newAddress == address || !FileManager.default.fileExists(atPath: address.socketDirectory))
        await second.stop()
        try FileManager.default.removeItem(atPath: directory)
    }

    @Test func `lock files whose process is somebody else do not matter`() async throws {
        let directory = newDirectory()
        let server = PrivatePostgres(directory: directory)
        let address = try await server.start()
        await server.stop()
        // Ourselves: alive, and no PostgreSQL.
        let lock = Data("\(getpid())\n\(directory)/data\n1\n5432\n\(address.socketDirectory)\n\n  1 1\nready\n".utf8)
        try lock.write(to: URL(filePath: directory + "/data/postmaster.pid"))
        try FileManager.default.createDirectory(atPath: address.socketDirectory, withIntermediateDirectories: true)
        try lock.write(to: URL(filePath: address.socketDirectory + "/.s.PGSQL.5432.lock"))
        #expect(try await ask(try await server.start(), "SELECT 1") == 1)
        await server.stop()
        try FileManager.default.removeItem(atPath: directory)
    }

    @Test func `the abandoned are removed, the owned are not`() async throws {
        let folder = try ThrowawayFolder(newDirectory())
        let (abandoned, owned) = (folder.server(), folder.server())
        let left = try await abandoned.start().socketDirectory
        let address = try await owned.start()
        await abandoned.abandon()
        await folder.removeAbandoned()
        #expect(!FileManager.default.fileExists(atPath: left))
        #expect(try await ask(address, "SELECT 1") == 1)
        await owned.stop()
        #expect(rmdir(folder.path) == 0, "nothing is left in it")
    }

    @Test func `data of another version are refused by name`() async throws {
        let directory = newDirectory()
        for path in [directory, directory + "/data"] { #expect(mkdir(path, 0o700) == 0) }
        try Data("9\n".utf8).write(to: URL(filePath: directory + "/data/PG_VERSION"))
        try Data().write(to: URL(filePath: directory + "/lock"))
        let error = await #expect(throws: PrivatePostgresError.self) { try await PrivatePostgres(directory: directory).start() }
        guard case .otherVersion(data: 9, let installed) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!installed.isEmpty && "\(PrivatePostgresError.otherVersion(data: 9, installed: installed))".contains("pg_upgrade"))
        try FileManager.default.removeItem(atPath: directory)
    }

    @Test func `an initialisation that was interrupted is done again`() async throws {
        let directory = newDirectory()
        for path in [directory, directory + "/data.new", directory + "/data.new/base"] { #expect(mkdir(path, 0o755) == 0) }
        let server = PrivatePostgres(directory: directory, durability: .throwaway)
        #expect(try await ask(try await server.start(), "SELECT 1") == 1)
        await server.stop()
    }

    @Test func `a directory that cannot be made is a clear failure`() async throws {
        let error = await #expect(throws: PrivatePostgresError.self) { try await PrivatePostgres(directory: "/proc/nowhere").start() }
        #expect("\(error.map { "\($0)" } ?? "")".contains("/proc/nowhere"))
    }

    @Test func `it does not run as root, nor in the terminal's session`() async throws {
        let server = PrivatePostgres(directory: newDirectory(), durability: .throwaway)
        _ = try await server.start()
        let process = try #require(await server.processIdentifier)
        var status = stat()
        #expect(stat("/proc/\(process)", &status) == 0 && status.st_uid != 0)
        #expect(getsid(process) == process && getsid(process) != getsid(0))
        await server.stop()
    }
}
