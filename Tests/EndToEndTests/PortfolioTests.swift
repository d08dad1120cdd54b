import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import PrivatePostgres
import Testing

/// The projections under kills, under a backup and its restoration, and at a terminal.
@Suite(.timeLimit(.minutes(10))) struct PortfolioTests {
    /// Obligation T6: twenty kills, spread over all that a rebuild does.
    @Test func `killed at any moment, a rebuild leaves what is in use, and the next one does it`() async throws {
        try await withPortfolio(contracts: 120) { database in
            let first = try await Program.run(["rebuild"] + database)
            #expect(first.status == 0 && first.output.contains("They say the same of every contract."), "\(first)")

            let began = ContinuousClock.now
            #expect(try await Program.run(["rebuild", "--compare-only"] + database).status == 0)
            let whole = ContinuousClock.now - began
            for kill in 0..<20 {
                let program = try Program(["rebuild"] + database)
                try await Task.sleep(for: whole * Double(kill) / 20)
                program.signal(SIGKILL)
                _ = await program.ended()
                if kill % 5 == 4 { try await expectProved(database) }
            }
            let last = try await Program.run(["rebuild", "--json"] + database)
            #expect(last.status == 0, "\(last)")
            let report = try JSON(parsing: Array(last.output.utf8))
            #expect(report["inUse"] == true && report["differences"] == [])
            try await expectProved(database)
            let back = try await Program.run(["rebuild", "--rollback"] + database)
            #expect(back.status == 0 && back.output.contains("is in use again"), "\(back)")
            try await expectProved(database)
        }
    }

    @Test func `a projection that says something else is named, and replaced only on purpose`() async throws {
        try await withPortfolio(contracts: 30) { database in
            #expect(try await Program.run(["rebuild"] + database).status == 0)
            let superuser = Database(try PostgresConfiguration(url: database[1]).patient, connections: 1)
            try await superuser.withSession { session in
                try session.executeScript(
                    "UPDATE portfolio_2.contract SET amounts[1] = 5 WHERE contract_id = (SELECT min(contract_id::text)::uuid FROM portfolio_2.contract)"
                )
            }
            await superuser.shutdown()
            let proof = try await Program.run(["verify", "--projections"] + database)
            #expect(proof.status == 1 && proof.output.contains("  contract\n"), "\(proof)")
            let rebuild = try await Program.run(["rebuild"] + database)
            #expect(
                rebuild.status == 1 && rebuild.output.contains("They differ in 1 contract:") && rebuild.output.contains("--force"),
                "\(rebuild)")
            #expect(try await Program.run(["verify", "--projections"] + database).status == 1)
            #expect(try await Program.run(["rebuild", "--force"] + database).status == 0)
            try await expectProved(database)
        }
    }

    /// Obligation T11: dump, restore into a new cluster, prove, follow on.
    @Test(arguments: [1, 16]) func `restored into a new cluster, the log and the projections are proved and go on`(parts: Int) async throws
    {
        try await withPortfolio(contracts: 60) { database in
            try await withDirectory { path in
                if parts > 1 { #expect(try await Program.run(["migrate", "--partitions", "\(parts)"] + database).status == 0) }
                #expect(try await Program.run(["rebuild"] + database).status == 0)
                let dump = "\(path)/maintien.dump"
                #expect(try await Program.run(["-Fc", "-f", dump, database[1]], executable: "pg_dump").status == 0)
                let server = PrivatePostgres(directory: "\(path)/restored", durability: .throwaway, logins: ["maintien"])
                let address = try await server.start()
                let admin = Database(try PostgresConfiguration(url: address.url()).patient, connections: 1)
                let roles = """
                    CREATE ROLE maintien_service NOLOGIN NOINHERIT;
                    CREATE ROLE maintien_questions NOLOGIN ROLE maintien_service;
                    CREATE ROLE maintien_people NOLOGIN ROLE maintien_service;
                    CREATE ROLE maintien_auditor NOLOGIN;
                    CREATE ROLE maintien_eraser NOLOGIN ROLE maintien_service;
                    """
                try await admin.withSession { try $0.executeScript(roles) }
                try await admin.withSession { try $0.executeScript("CREATE DATABASE maintien TEMPLATE template0") }
                await admin.shutdown()
                let restored = ["--database", address.url(database: "maintien")]
                let restoring = try await Program.run(["--exit-on-error", "-d", restored[1], dump], executable: "pg_restore")
                #expect(restoring.status == 0, "\(restoring)")

                let verified = try await Program.run(["verify", "--json"] + restored)
                #expect(verified.status == 0)
                #expect(
                    verified.output == (try await Program.run(["verify", "--json"] + database).output), "the same log, to its last hash")
                try await expectProved(restored)
                #expect(try await Program.run(["migrate"] + restored).status == 0)
                let key = "\(path)/vault.key"
                try writeSecret(Array(repeating: 7, count: 32), to: key)
                let serving = try await Serving.start(["--vault-key", key, "--database", try await url(in: restored[1])])
                let connection = serving.connect()
                let contract = UUID().uuidString.lowercased()
                let told = try await connection.send("POST", "/v1/contracts/\(contract)/affiliate", .affiliation())
                guard case .integer(let position)? = told.body["position"] else {
                    Issue.record("\(told)")
                    return
                }
                let waited = try await connection.send(
                    "GET", "/v1/coverage?on=2026-05-02&employer=0750001A&limit=1000", headers: ["X-Wait-For-Position": "\(position)"])
                #expect(waited.status == 200 && "\(waited.body)".contains(contract), "\(waited)")
                await serving.stop()
                try await expectProved(restored)
                #expect(try await Program.run(["rebuild", "--compare-only"] + restored).status == 0)
                await server.stop()
            }
        }
    }

    @Test func `told in bulk, asked of all, read from the feed, and the same at a terminal`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            let connection = serving.connect()
            let contracts = (1...3).map { "a0000000-0000-4000-8000-00000000000\($0)" }
            let lines = contracts.flatMap { contract -> [JSON] in
                guard case .object(var affiliation) = JSON.affiliation() else { return [] }
                affiliation["contract"] = .string(contract)
                affiliation["command"] = "affiliate"
                let leave: JSON = [
                    "contract": .string(contract), "command": "suspend", "effectiveOn": "2026-09-01", "cause": "unpaidLeave",
                    "income": "none",
                ]
                return [.object(affiliation), leave, leave]
            }
            let body = lines.flatMap { $0.bytes() + [UInt8(ascii: "\n")] }
            let told = try await connection.send("POST", "/v1/commands", body, of: "application/x-ndjson")
            let answers = try Self.lines(told)
            #expect(answers.map { $0["status"] } == [201, 200, 422, 201, 200, 422, 201, 200, 422], "\(told)")

            let asked = "/v1/coverage?on=2026-09-15&known-at=2030-01-01T00:00:00Z&state=suspended"
            let covered = try await connection.send("GET", asked, headers: ["X-Wait-For-Position": "6"])
            #expect(try Self.lines(covered).map { $0["contract"] } == contracts.map { .string($0) })
            let fed = try await connection.send("GET", "/v1/events?after=4&limit=10")
            #expect("\(fed.body)".contains(#""id":"5""#) && "\(fed.body)".contains("fr.maintien.suspended.v1"), "\(fed)")

            let terminal = try await Program.run(
                ["coverage", "--on", "2026-09-15", "--known-at", "2030-01-01T00:00:00Z", "--state", "suspended", "--json"] + data)
            #expect(terminal.status == 0 && .string(terminal.output) == covered.body, "\(terminal)")
            let waiting = try await Program.run(
                ["worklist", "--kind", "continuationDeadline", "--known-at", "2026-12-01T00:00:00Z"] + data)
            #expect(waiting.status == 0, "\(waiting)")
            let totals = try await Program.run(["cotisation", "--month", "2026-08", "--totals"] + data)
            #expect(totals.status == 0 && totals.output.contains("0750001A"), "\(totals)")
            #expect(await serving.stop().status == 0)
            try await expectProved(data)
        }
    }

    private static func lines(_ reply: HTTPConnection.Reply) throws -> [JSON] {
        guard case .string(let text) = reply.body else { return [reply.body] }
        return try text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    }

    private func expectProved(_ database: [String]) async throws {
        let proof = try await Program.run(["verify", "--projections"] + database)
        #expect(proof.status == 0 && proof.output.contains("The projections say what the log does."), "\(proof)")
    }

    /// Runs the body with a database that holds a made-up portfolio, and how to name it.
    private func withPortfolio(contracts: Int, _ body: ([String]) async throws -> Void) async throws {
        try await withDatabase { made in
            let database = ["--database", made.url]
            #expect(try await Program.run(["migrate"] + database).status == 0)
            let demo = try await Program.run(["demo", "--contracts", "\(contracts)", "--seed", "7"] + database)
            #expect(demo.status == 0, "\(demo)")
            try await body(database)
        }
    }
}
