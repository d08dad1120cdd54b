import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import Testing

/// An analyst's export: whole or not there, for its owner's eyes alone. What is in the tables is tested beside the projections.
@Suite(.timeLimit(.minutes(10))) struct ExportTests {
    @Test func `an auditor's login exports, into a directory that nobody else can read`() async throws {
        try await withPortfolio { url, path in
            let told = try await Program.run(["export", "\(path)/out", "--database", auditor(in: url)])
            #expect(told.status == 0 && told.output.hasPrefix("Exported to \(path)/out, at position "), "\(told)")
            let tables = ["contracts", "cover", "liabilities", "employments", "events"]
            let files = tables.flatMap { ["\($0).csv", "\($0).ndjson"] } + ["manifest.json"]
            let found = try FileManager.default.contentsOfDirectory(atPath: "\(path)/out")
            #expect(found.sorted() == files.sorted())
            #expect(try mode("\(path)/out") == 0o700)
            for file in files { #expect(try mode("\(path)/out/\(file)") == 0o600, "\(file)") }
            #expect(access("\(path)/out.partial", F_OK) != 0)

            let manifest = try JSON(parsing: try bytes("\(path)/out/manifest.json"))
            let verified = try JSON(parsing: try await Program.run(["verify", "--json", "--database", url]).output)
            #expect(manifest["log"]?["hash"] == verified["hash"] && manifest["log"]?["position"] == verified["position"])
            #expect(manifest["schemes"]?[0]?["file"] == "fpe-education-2026.json")
            #expect(!String(decoding: try bytes("\(path)/out/manifest.json"), as: UTF8.self).contains(path))

            // The same position gives the same bytes, and one format alone is possible.
            let again = try await Program.run(["export", "\(path)/again", "--format", "csv", "--quiet", "--database", url])
            #expect(again.status == 0 && again.errors.isEmpty, "\(again)")
            let csv = try FileManager.default.contentsOfDirectory(atPath: "\(path)/again")
            #expect(csv.sorted() == (tables.map { "\($0).csv" } + ["manifest.json"]).sorted())
            for table in tables { #expect(try bytes("\(path)/again/\(table).csv") == bytes("\(path)/out/\(table).csv")) }
        }
    }

    @Test func `a place that holds something, a login without rights and other schemes are refused`() async throws {
        try await withPortfolio { url, path in
            try Data("mine".utf8).write(to: URL(filePath: "\(path)/full"))
            try FileManager.default.createDirectory(atPath: "\(path)/kept", withIntermediateDirectories: false)
            try Data("mine".utf8).write(to: URL(filePath: "\(path)/kept/file"))
            try FileManager.default.createDirectory(atPath: "\(path)/empty", withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(atPath: "\(path)/link", withDestinationPath: "\(path)/empty")
            for place in ["full", "kept", "link", "kept/.."] {
                let refused = try await Program.run(["export", "\(path)/\(place)", "--database", url])
                #expect(refused.status == 64 && refused.output.isEmpty, "\(refused)")
                #expect(refused.errors.hasPrefix("Error: \(path)/\(place) "), "\(refused)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(path)/kept") == ["file"])
            #expect(try await Program.run(["export", "\(path)/empty/", "--database", url]).status == 0)
            #expect(try mode("\(path)/empty") == 0o700)

            let stranger = try await login("tester_four", with: "", in: url)
            let denied = try await Program.run(["export", "\(path)/out", "--database", stranger])
            #expect(denied.status == 2 && denied.errors.contains("GRANT maintien_auditor TO \"tester_four\""), "\(denied)")

            // Other rules than the service's would make other tables.
            let proof = try await Program.run(["rebuild", "--database", url])
            #expect(proof.status == 0, "\(proof)")
            let root = String(#filePath).split(separator: "/Tests/")[0]
            let scheme = try String(contentsOfFile: "\(root)/db/schemes/fpe-education-2026.json", encoding: .utf8)
            try Data((scheme + "\n").utf8).write(to: URL(filePath: "\(path)/other.json"))
            let other = try await Program.run(["export", "\(path)/out", "--scheme", "\(path)/other.json", "--database", auditor(in: url)])
            #expect(other.status == 2 && other.errors.contains("--scheme"), "\(other)")
            #expect(access("\(path)/out", F_OK) != 0 && access("\(path)/out.partial", F_OK) != 0)
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
    func `told to stop or killed in the middle, it leaves nothing that looks whole`(signal: Int32) async throws {
        try await withPortfolio { url, path in
            // While another holds the log, the export waits for its first slice.
            let holder = try Program(
                ["-c", "LOCK TABLE log.event IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(3600)", url], executable: "psql")
            try await waitFor("granted AND mode = 'AccessExclusiveLock'", in: url)
            let export = try Program(["export", "\(path)/out", "--database", url])
            try await waitFor("NOT granted", in: url)
            #expect(access("\(path)/out.partial/events.csv", F_OK) == 0 && access("\(path)/out", F_OK) != 0)
            export.signal(signal)
            let ending = await export.ended()
            holder.signal(SIGKILL)
            _ = await holder.ended()
            #expect(access("\(path)/out", F_OK) != 0)
            guard signal == SIGKILL else {
                #expect(ending.status == 2 && ending.output.isEmpty, "\(ending)")
                #expect(ending.errors.contains("Error: Interrupted: nothing was exported."), "\(ending)")
                #expect(access("\(path)/out.partial", F_OK) != 0)
                return
            }
            #expect(ending.status == 128 + SIGKILL && access("\(path)/out.partial/manifest.json", F_OK) != 0)
            let next = try await Program.run(["export", "\(path)/out", "--database", url])
            #expect(next.status == 2 && next.errors.hasPrefix("Error: \(path)/out.partial is there already"), "\(next)")
            try FileManager.default.removeItem(atPath: "\(path)/out.partial")
            try await endWaiting(in: url)
            #expect(try await Program.run(["export", "\(path)/out", "--database", url]).status == 0)
        }
    }

    /// Waits until some lock on the log's events is as `condition` says.
    private func waitFor(_ condition: String, in url: String) async throws {
        let database = Database(try PostgresConfiguration(url: url).patient, connections: 1)
        let query = "SELECT count(*) FROM pg_locks WHERE relation = 'log.event'::regclass AND \(condition)"
        while try await database.withSession({ try $0.one(SQL(unsafe: query), as: Int.self) }) == 0 {
            try await Task.sleep(for: .milliseconds(20))
        }
        await database.shutdown()
    }

    /// Ends what still holds or awaits the log: the server does not notice at once that its clients are dead.
    private func endWaiting(in url: String) async throws {
        let database = Database(try PostgresConfiguration(url: url).patient, connections: 1)
        _ = try await database.withSession {
            try $0.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        }
        await database.shutdown()
    }

    private func auditor(in database: String) async throws -> String {
        try await login("tester_three", with: "IN ROLE maintien_auditor", in: database)
    }

    private func login(_ name: String, with rights: String, in database: String) async throws -> String {
        try await url(of: name, with: rights, in: database)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func bytes(_ path: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: path))) }

    /// Runs the body with the URL of a database that holds a made-up portfolio, and a directory.
    private func withPortfolio(_ body: (_ url: String, _ path: String) async throws -> Void) async throws {
        try await withDatabase { made in
            #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
            let demo = try await Program.run(["demo", "--contracts", "30", "--seed", "7", "--database", made.url])
            #expect(demo.status == 0, "\(demo)")
            try await withDirectory { try await body(made.url, $0) }
        }
    }
}
