import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import Testing

/// `maintien migrate --partitions` moves a log once, whole or not at all.
@Suite(.timeLimit(.minutes(10))) struct PartitionsTests {
    @Test func `killed at any moment, it leaves the log in one table or in all parts; then it is done once, and served`() async throws {
        try await withDirectory { path in
            try await withDatabase { made in
                let database = ["--database", made.url]
                #expect(try await Program.run(["migrate"] + database).status == 0)
                #expect(try await Program.run(["demo", "--contracts", "300", "--seed", "7"] + database).status == 0)
                let before = try await Program.run(["verify", "--json"] + database)
                #expect(before.status == 0)

                let owner = Database(made.configuration, connections: 2)
                var found: Set<Int> = []
                for kill in 0..<12 {
                    let attempt = {
                        let program = try Program(["migrate", "--partitions", "16"] + database)
                        try await Task.sleep(for: .milliseconds(40 * kill))
                        program.signal(SIGKILL)
                        _ = await program.ended()
                    }
                    // The first cannot be done before it is killed.
                    if kill == 0 { try await whileUsed(owner, attempt) } else { try await attempt() }
                    found.insert(try await parts(in: made))
                    #expect(try await Program.run(["verify", "--json"] + database).output == before.output)
                }
                #expect(found.isSubset(of: [0, 16]) && found.contains(0))
                await owner.shutdown()

                let moved = try await Program.run(["migrate", "--partitions", "16"] + database)
                #expect(moved.status == 0 && moved.output.contains("stored in 16 parts"), "\(moved)")
                #expect(try await parts(in: made) == 16)
                for again in [["--partitions", "16"], []] {
                    #expect(try await Program.run(["migrate"] + again + database).status == 0)
                }
                let other = try await Program.run(["migrate", "--partitions", "8"] + database)
                #expect(
                    other.status == 2 && other.isOneLine(with: "The log is stored in 16 parts already, and their number cannot be changed.")
                )
                #expect(try await Program.run(["verify", "--json"] + database).output == before.output)

                try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
                let login = try await url(in: made.url)
                let serving = try await Serving.start(["--vault-key", "\(path)/vault.key", "--database", login])
                let contract = try await Life.tell(on: serving)
                let connection = serving.connect()
                #expect(try await connection.send("GET", "/v1/contracts/\(contract)/timeline").body["version"] == 3)
                guard case .integer(let end)? = try JSON(parsing: Array(before.output.utf8))["position"] else {
                    Issue.record("\(before)")
                    return
                }
                let last = end + 3
                let fed = try await connection.send("GET", "/v1/events?after=\(end)")
                #expect("\(fed.body)".contains(contract), "\(fed)")
                let asked = try await connection.send(
                    "GET", "/v1/coverage?on=2026-09-15&limit=1", headers: ["X-Wait-For-Position": "\(last)"])
                #expect(asked.status == 200, "\(asked)")
                #expect(await serving.stop().status == 0)
                for verb in [["verify"], ["verify", "--projections"], ["rebuild"]] {
                    #expect(try await Program.run(verb + database).status == 0, "\(verb)")
                }
            }
        }
    }

    @Test func `a log that a service or another session uses is not moved`() async throws {
        try await withDirectory { path in
            try await withDatabase { made in
                let migrate = ["migrate", "--partitions", "8", "--database", made.url]
                #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
                try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
                let serving = try await Serving.start(["--vault-key", "\(path)/vault.key", "--database", try await url(in: made.url)])
                let refused = try await Program.run(migrate)
                #expect(refused.status == 2 && refused.errors.contains("Services use the log (sessions: "), "\(refused)")
                #expect(refused.errors.contains("stop every service first."))
                _ = try await Life.tell(on: serving)
                #expect(await serving.stop().status == 0)

                let owner = Database(made.configuration, connections: 2)
                // The sessions of a service that has ended are listed for a moment.
                while try await owner.withSession({ session in
                    try session.one(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'maintien'", as: Int.self)
                }) > 0 {}
                try await whileUsed(owner) {
                    let waiting = try await Program.run(migrate)
                    #expect(waiting.status == 2 && waiting.isOneLine(with: "Another session uses the log: end it first."), "\(waiting)")
                    #expect(try await parts(in: made) == 0)
                }
                await owner.shutdown()
                #expect(try await Program.run(migrate).status == 0)
                #expect(try await parts(in: made) == 8)
            }
        }
    }

    /// Whether another session has the log open.
    private func isUsed(_ owner: Database) async throws -> Bool {
        try await owner.withSession { session in
            try session.one(
                """
                SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
                WHERE datname = current_database() AND relation = 'log.event'::regclass AND pid <> pg_backend_pid())
                """, as: Bool.self)
        }
    }

    /// Has another session use the log while `body` runs.
    private func whileUsed(_ owner: Database, _ body: () async throws -> Void) async throws {
        let reading = Task {
            try await owner.withSession { try $0.executeScript("BEGIN; SELECT FROM log.event; SELECT pg_sleep(3600)") }
        }
        while try await !isUsed(owner) {}
        try await body()
        reading.cancel()
        _ = await reading.result
        // A session that was cancelled, or whose client was killed, ends when the server comes to it.
        while try await isUsed(owner) {}
    }

    @Test(arguments: ["1", "0", "257", "x"]) func `a number of parts that makes no sense is refused`(number: String) async throws {
        let refused = try await Program.run(["migrate", "--partitions", number, "--database", "postgresql://nobody@127.0.0.1:1/none"])
        #expect(refused.status == 64 && refused.errors.contains("--partitions"), "\(refused)")
    }

    private func parts(in made: TestDatabase) async throws -> Int {
        let owner = Database(made.configuration, connections: 1)
        let parts = try await owner.withSession { session in
            try session.one("SELECT count(*) FROM pg_inherits WHERE inhparent = 'log.event'::regclass", as: Int.self)
        }
        await owner.shutdown()
        return parts
    }
}
