import FoundationEssentials
import Glibc
import JSON
import Testing

/// The training ground: a clock that is set, a reset that is quick, and nothing left when it ends.
@Suite(.timeLimit(.minutes(10))) struct SandboxTests {
    @Test func `the clock stands where it was set, does not go back, and is free after a reset`() async throws {
        let sandbox = try await Serving.start([], verb: "sandbox")
        let connection = sandbox.connect()
        func set(_ now: String) async throws -> Int { try await connection.send("POST", "/v1/sandbox/clock", ["now": .string(now)]).status }
        func affiliate(_ contract: String) async throws -> JSON {
            let reply = try await connection.send("POST", "/v1/contracts/\(contract)/affiliate", .affiliation())
            #expect(reply.status == 201)
            return reply.body
        }
        let contract = UUID().uuidString.lowercased()

        // Free, the first setting may be any instant.
        #expect(try await set("2019-01-01T00:00:00Z") < 300)
        #expect(try await set("2026-04-20T09:00:00Z") < 300)
        #expect(try await affiliate(contract)["recordedAt"] == "2026-04-20T09:00:00Z")
        #expect(try await connection.send("GET", "/v1/contracts/\(contract)/timeline").body["knownAt"] == "2026-04-20T09:00:00Z")
        #expect(try await set("2026-04-20T09:00:00Z") < 300)
        #expect(try await set("2026-04-20T08:59:59.999999Z") == 409)
        #expect(try await set("2026-04-20") == 400)
        #expect(try await connection.send("GET", "/v1/contracts/\(contract)/timeline").body["knownAt"] == "2026-04-20T09:00:00Z")
        #expect(try await set("2031-01-01T00:00:00Z") < 300)
        #expect(try await connection.send("GET", "/v1/contracts/\(contract)/timeline").body["knownAt"] == "2031-01-01T00:00:00Z")

        #expect(try await connection.send("POST", "/v1/sandbox/reset", [:]).status < 300)
        #expect(try await connection.send("GET", "/v1/contracts/\(contract)/timeline").status == 404)
        // Free again: in the past too.
        #expect(try await set("2026-03-01T09:00:00Z") < 300)
        #expect(try await affiliate(contract)["position"] == 1)
        let ending = await sandbox.stop()
        #expect(ending.status == 0)
        #expect(ending.output.contains("sandbox is ready"))
    }

    @Test func `free, it shows the time of the machine`() async throws {
        let sandbox = try await Serving.start([], verb: "sandbox")
        let connection = sandbox.connect()
        let contract = UUID().uuidString.lowercased()
        _ = try await connection.send("POST", "/v1/contracts/\(contract)/affiliate", .affiliation())
        let first = try await connection.send("GET", "/v1/contracts/\(contract)/timeline").body["knownAt"]?.string ?? ""
        let second = try await connection.send("GET", "/v1/contracts/\(contract)/timeline").body["knownAt"]?.string ?? ""
        #expect(first < second)
        // What is recorded already is not gone back behind, by the first setting neither.
        #expect(try await connection.send("POST", "/v1/sandbox/clock", ["now": "2026-04-20T09:00:00Z"]).status == 409)
        await sandbox.stop()
    }

    @Test func `it leaves nothing, and what a killed one left the next one removes`() async throws {
        let killed = try await Serving.start([], verb: "sandbox")
        let left = try #require(directory(of: killed))
        killed.program.signal(SIGKILL)
        _ = await killed.program.ended()
        // One that was killed before it had a PostgreSQL.
        let early = "\(Self.folder)/server-\(UUID().uuidString.prefix(6))"
        // Made whole under another name: another sandbox that starts may remove it at once.
        let making = "\(Self.folder)/making-\(UUID().uuidString.prefix(6))"
        for path in [making, "\(making)/data.new"] { #expect(mkdir(path, 0o700) == 0) }
        for name in ["lock", "throwaway"] { try Data().write(to: URL(filePath: "\(making)/\(name)")) }
        #expect(rename(making, early) == 0)
        let next = try await Serving.start([], verb: "sandbox")
        // It, or another that is starting at the same time.
        for path in [left, early] {
            while FileManager.default.fileExists(atPath: path) || !postgres(in: path).isEmpty { await Task.yield() }
        }
        let own = try #require(directory(of: next))
        #expect(await next.stop().status == 0)
        #expect(!FileManager.default.fileExists(atPath: own))
        #expect(postgres(in: own).isEmpty)
    }

    /// Where all sandboxes of this user are, who has no home in the environment of the program.
    private static let folder = geteuid() == 0 ? "/var/lib/maintien-sandboxes" : "/tmp/maintien-sandboxes-\(geteuid())"

    /// Where a sandbox keeps its PostgreSQL: that of the server it has started.
    private func directory(of sandbox: Serving) -> String? {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: Self.folder)) ?? []
        return all.map { "\(Self.folder)/\($0)" }.first { path in
            postgres(in: path).contains { process in
                let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
                return status.contains("PPid:\t\(sandbox.program.process)\n")
            }
        }
    }
}
