import FoundationEssentials
import JSON
import Postgres
import PostgresTesting
import Testing

/// `serve --read-database`: a standby answers questions, and says how old it is at most.
@Suite(.timeLimit(.minutes(10))) struct ReadDatabaseTests {
    private static let all = "/v1/coverage?on=2026-10-01"

    @Test func `questions go to the standby while it is fresh, and come from it for a while when the primary is lost`() async throws {
        try await withDirectory { path in
            try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
            try await withReplicatedServer(prepare: Self.prepare) { server async throws in
                let reader = try server.addStandby(named: "reader")
                try writeSecret(Self.url(of: reader.host).utf8, to: "\(path)/reader")
                let serving = try await Serving.start(
                    ["--vault-key", "\(path)/vault.key", "--max-staleness", "30s"],
                    environment: ["MAINTIEN_DATABASE": Self.url(of: server.host), "MAINTIEN_READ_DATABASE_FILE": "\(path)/reader"])
                let connection = serving.connect()
                let contract = try await Life.tell(on: serving)
                let timeline = "/v1/contracts/\(contract)/timeline"

                // Until the standby is asked, the primary answers; from then on both give what the position asks for.
                for path in [timeline, Self.all] {
                    var reply = try await connection.send("GET", path, headers: ["X-Wait-For-Position": "3"])
                    while reply.headers["age"] == nil {
                        #expect(reply.status == 200)
                        reply = try await connection.send("GET", path, headers: ["X-Wait-For-Position": "3"])
                    }
                    #expect(reply.status == 200 && reply.headers["x-position"] == "3")
                    #expect(reply.headers["age"].flatMap { Int($0) } ?? 0 >= 1)
                    #expect(path != timeline || reply.body["version"] == 3 && reply.headers["etag"]?.hasPrefix("\"3-") == true)
                }
                let unknown = try await connection.send("GET", "/v1/contracts/\(UUID())/timeline")
                #expect(unknown.status == 404 && unknown.headers["age"] == nil)
                var ready = try await connection.send("GET", "/readyz")
                while ready.status == 503 { ready = try await connection.send("GET", "/readyz") }
                #expect(ready.body["durability"] == ["flushed": true, "synchronousStandbys": 1])
                let expected = [
                    "maintien_standby_lag_bytes{standby=\"reader\"} ", "maintien_standby_lag_bytes{standby=\"standby\"} ",
                    "maintien_read_database_used 1",
                ]
                var metrics = ""
                while !expected.allSatisfy({ metrics.contains($0) }) {
                    metrics = try await connection.send("GET", "/metrics").body.string ?? ""
                }

                try await Self.examine(reader, of: server.host, in: path) { () async throws in
                    let body: JSON = ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": 1]
                    #expect(try await connection.send("POST", "/v1/contracts/\(contract)/declare-pay", body).status == 200)
                }
                var reply = try await connection.send("GET", timeline, headers: ["X-Wait-For-Position": "4"])
                while reply.headers["age"] == nil {
                    reply = try await connection.send("GET", timeline, headers: ["X-Wait-For-Position": "4"])
                }
                await server.losePrimary()
                var fromStandby = 0
                while true {
                    let reply = try await connection.send("GET", timeline)
                    if reply.status == 503 {
                        // A loaded machine may not ask the standby for a moment.
                        if fromStandby > 0 { break }
                        continue
                    }
                    #expect(reply.status == 200 && reply.headers["age"] != nil && reply.body["version"] == 4)
                    fromStandby += 1
                }
                // In the end nothing of it is fresh.
                while try await connection.send("GET", Self.all).status != 503 {}
                let body: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1]
                #expect(try await connection.send("POST", "/v1/contracts/\(contract)/declare-pay", body).status == 503)
                #expect(await serving.stop().status == 0)
            }
        }
    }

    /// `maintien doctor` tells how far a standby is behind, and that it does not answer.
    private static func examine(_ reader: StandbyServer, of host: String, in path: String, record: () async throws -> Void) async throws {
        let finding = { (standby: String) -> JSON? in
            let found = try await Program.run(
                ["doctor", "--json", "--vault-key", "\(path)/vault.key", "--read-database", url(of: standby)],
                environment: ["MAINTIEN_DATABASE": url(of: host)])
            return try JSON(parsing: found.output)["findings"]?.array?.first { $0["check"] == "readDatabase" }
        }
        // The standby has two seconds to answer.
        while try await finding(reader.host)?["state"] != "ok" {}
        try await Database.opened(reader.configuration) { standby in
            try await standby.withSession { _ = try $0.query("SELECT pg_wal_replay_pause()::text", as: String.self) }
            try await record()
            var behind = try await finding(reader.host)
            while behind?["detail"]?.string?.contains("does not answer") == true { behind = try await finding(reader.host) }
            #expect(
                behind?["state"] == "warning" && behind?["detail"]?.string?.contains("1 behind the log") == true,
                "\(String(describing: behind))")
            try await standby.withSession { _ = try $0.query("SELECT pg_wal_replay_resume()::text", as: String.self) }
        }
        #expect(try await finding(reader.host) != nil)
        var primary = try await finding(host)
        // The primary answers at once that it is none, and a busy machine may be too slow for that too.
        while primary?["detail"]?.string?.contains("not in hot standby mode") != true { primary = try await finding(host) }
        #expect(primary?["state"] == "warning")
    }

    private static func prepare(_ primary: PostgresConfiguration) async throws {
        try await Database.opened(primary) { owner in
            let host = try await owner.withSession { try $0.one("SELECT current_setting('unix_socket_directories')", as: String.self) }
            let migrated = try await Program.run(
                ["migrate"], environment: ["MAINTIEN_DATABASE": "host=\(host) dbname=postgres user=postgres"])
            #expect(migrated.status == 0)
            try await owner.withSession { try $0.executeScript("CREATE ROLE maintien LOGIN IN ROLE maintien_service") }
        }
    }

    private static func url(of host: String) -> String { "host=\(host) dbname=postgres user=maintien" }
}

extension JSON {
    fileprivate var string: String? { if case .string(let text) = self { text } else { nil } }
}
