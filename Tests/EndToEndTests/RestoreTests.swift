import FoundationEssentials
import JSON
import Postgres
import PostgresTesting
import PrivatePostgres
import Testing

/// A log that is restored from a backup does not go on silently: who holds a place in the former history is told.
@Suite(.timeLimit(.minutes(10))) struct RestoreTests {
    @Test func `a dump restored elsewhere and grown past its consumers is another incarnation, though nobody says so`() async throws {
        try await withDirectory { path async throws in
            try await withDatabase { made async throws in
                let dump = "\(path)/maintien.dump"
                #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
                try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
                let key = ["--vault-key", "\(path)/vault.key"]
                let former = try await Serving.start(["--database", try await url(in: made.url)] + key)
                let contract = try await former.affiliate()
                _ = try await former.affiliate()
                #expect(try await Program.run(["-Fc", "-f", dump, made.url], executable: "pg_dump").status == 0)
                for cents in 1...3 { _ = try await former.pay(cents, contract) }
                let read = try await former.connect().send("GET", "/v1/events?limit=100")
                let next = try read.next
                let tag = try await former.connect().send("GET", "/v1/contracts/\(contract)/timeline").headers["etag"] ?? ""
                #expect(read.body.array?.count == 5 && tag.hasPrefix("\"4-"))
                // A restart is none: the log is where it was.
                await former.stop()
                let restarted = try await Serving.start(["--database", try await url(in: made.url)] + key)
                #expect(try await restarted.connect().send("GET", next).status == 200)
                #expect(try await restarted.pay(9, contract, headers: ["If-Match": tag]).status == 200)
                await restarted.stop()

                let restored = try await made.restore(dump)
                let serving = try await Serving.start(["--database", try await url(in: restored)] + key)
                let connection = serving.connect()
                for cents in 10...13 { _ = try await serving.pay(cents, contract) }
                let told = try await connection.send("GET", next, headers: ["Accept-Language": "en"])
                #expect(told.status == 409 && told.body["rule"] == "log.otherIncarnation", "\(told)")
                #expect(told.body["detail"]?.string?.contains("incarnation 2, begun after position 2") == true, "\(told)")
                let cursor = String(next.drop { $0 != "=" }.dropFirst().prefix { $0 != "&" })
                let stream = try await connection.send("GET", "/v1/events/stream", headers: ["Last-Event-ID": cursor])
                #expect(stream.status == 409 && stream.body["rule"] == "log.otherIncarnation", "\(stream)")
                // Versions 4 and 5 are there again, and are others.
                let matched = try await serving.pay(7, contract, headers: ["If-Match": tag])
                #expect(matched.status == 409 && matched.body["rule"] == "log.otherIncarnation", "\(matched)")
                #expect(try await serving.pay(7, contract, headers: ["If-Match": "\(tag), \"5\""]).status == 200)
                // What a consumer is told to do.
                let common = try await connection.send("GET", "/v1/events?after=2&limit=100")
                #expect(common.body.array?.map { $0["position"] } == [3, 4, 5, 6, 7] && common.body[0]?["incarnation"] == 2)
                #expect(common.body[0]?["logid"] == read.body[0]?["logid"] && read.body[0]?["incarnation"] == 1)
                #expect(try await connection.send("GET", try common.next).status == 200)
                let ending = await serving.stop()
                #expect(ending.errors.contains("the log is in another incarnation"))
                #expect(try await Program.run(["verify", "--database", restored]).status == 0)
                try await made.drop(restored)
            }
        }
    }

    @Test func `recover proves the log and begins a new incarnation; of a damaged one it begins none`() async throws {
        try await withDirectory { path async throws in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            let contract = try await serving.affiliate()
            let next = try await serving.connect().send("GET", "/v1/events").next
            let tag = try await serving.connect().send("GET", "/v1/contracts/\(contract)/timeline").headers["etag"] ?? ""
            await serving.stop()
            let verified = try await Program.run(["verify", "--json"] + data)
            let recovered = try await Program.run(["recover", "--json"] + data)
            let json = try JSON(parsing: recovered.output)
            #expect(recovered.status == 0 && json["incarnation"] == 2 && json["begunAfter"] == 1, "\(recovered)")
            #expect(try json["hash"] == JSON(parsing: verified.output)["hash"])
            #expect(postgres(in: "\(path)/data").isEmpty)

            let again = try await Serving.start(data)
            #expect(try await again.connect().send("GET", next).body["rule"] == "log.otherIncarnation")
            let matched = try await again.pay(1, contract, headers: ["If-Match": tag])
            #expect(matched.status == 409 && matched.body["rule"] == "log.otherIncarnation", "\(matched)")
            #expect(try await again.pay(1, contract, headers: ["If-Match": "\"1\""]).status == 200)
            // Beside a service nothing begins.
            let refused = try await Program.run(["recover"] + data)
            #expect(refused.status == 2 && refused.errors.contains("stop every service first"), "\(refused)")
            await again.stop()
            // In words.
            let server = PrivatePostgres(directory: "\(path)/data", logins: ["maintien"])
            let address = try await server.start()
            let words = try await Program.run(["recover"] + data)
            #expect(
                words.status == 0 && words.output.contains("Incarnation 3 of log") && words.output.contains("after position 2"), "\(words)")
            let superuser = Database(try PostgresConfiguration(url: address.url(database: "maintien")).patient, connections: 1)
            try await superuser.withSession {
                try $0.executeScript(
                    "SET session_replication_role = replica; UPDATE log.event SET recorded_by = 'nobody' WHERE position = 1")
            }
            let damaged = try await Program.run(["recover"] + data)
            #expect(damaged.status == 1 && damaged.output.contains("position 1"), "\(damaged)")
            #expect(try await superuser.withSession { try $0.one("SELECT incarnation FROM log.identity", as: Int.self) } == 3)
            await superuser.shutdown()
            await server.stop()
        }
    }

    @Test
    func `a log that is marked as restored is not served before it is recovered, nor recovered without a word about seals and erasures`()
        async throws
    {
        try await withDirectory { path async throws in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            let contracts = [try await serving.affiliate(), try await serving.affiliate()]
            for contract in contracts {
                let erased = try await serving.connect().send(
                    "POST", "/v1/contracts/\(contract)/people/holder/erase", ["reason": "asked for"])
                #expect(erased.status == 200)
            }
            let register = "\(path)/erasures"
            #expect(try await Program.run(["people", "erasures", "--to", register] + data).output.contains(": 2."))
            let lines = try String(contentsOfFile: register, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3 && lines[2].contains(contracts[1]))
            let address = try #require(PrivatePostgres.running(in: "\(path)/data"))
            let superuser = Database(try PostgresConfiguration(url: address.url(database: "maintien")).patient, connections: 1)
            try await superuser.withSession { try $0.executeScript("UPDATE log.identity SET restored_at = now()") }
            await superuser.shutdown()
            await serving.stop()

            let serve = try await Program.run(["serve", "--listen", "127.0.0.1:0"] + data)
            #expect(serve.status == 2 && serve.errors.contains("maintien recover"), "\(serve)")
            try Data("{}\n".utf8).write(to: URL(filePath: "\(path)/lines"))
            #expect(try await Program.run(["import", "\(path)/lines"] + data).errors.contains("maintien recover"))
            #expect(try await Program.run(["recover", "--accept-lost-erasures"] + data).errors.contains("--no-seals"))
            #expect(try await Program.run(["recover", "--no-seals"] + data).errors.contains("--accept-lost-erasures"))
            for (number, text) in [
                "\(lines[0])\n\(lines[2])\n", "\(lines[0])\n\(lines[1].replacing("holder", with: "\(UUID())"))\n",
                "\(lines[1])\n\(lines[2])\n", "\(lines[0])\n{}\n", "none",
            ].enumerated() {
                try Data(text.utf8).write(to: URL(filePath: "\(path)/altered"))
                let refused = try await Program.run(["recover", "--no-seals", "--erasures", "\(path)/altered"] + data)
                #expect(refused.status == 2 && refused.errors.contains("no register"), "\(number): \(refused)")
            }
            try Data("{\"log\":\"\(UUID())\"}\n".utf8).write(to: URL(filePath: "\(path)/altered"))
            #expect(
                try await Program.run(["recover", "--no-seals", "--erasures", "\(path)/altered"] + data).errors.contains("another log"))
            try Data(#"{"position":3}"#.utf8).write(to: URL(filePath: "\(path)/feed"))
            let noFeed = try await Program.run(["recover", "--no-seals", "--erasures", register, "--feed", "\(path)/feed"] + data)
            #expect(noFeed.status == 2 && noFeed.errors.contains("Line 1 of"), "\(noFeed)")
            let recovered = try await Program.run(["recover", "--no-seals", "--erasures", register, "--known-position", "6"] + data)
            #expect(recovered.status == 0 && recovered.output.contains("Lost: the positions 5 to 6."), "\(recovered)")
            #expect(recovered.output.contains("Erased again: 0."))
            let again = try await Serving.start(data)
            #expect(try await again.connect().send("GET", "/v1/events").body[0]?["incarnation"] == 2)
            await again.stop()
        }
    }

    @Test func `a service that outlives its database takes a restored log only after its recovery`() async throws {
        try await withDirectory { path async throws in
            try await withDatabase { made async throws in
                #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
                try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
                let serving = try await Serving.start(["--database", try await url(in: made.url), "--vault-key", "\(path)/vault.key"])
                let contract = UUID().uuidString.lowercased()
                let identity: JSON = ["familyName": "Kerbrat", "givenNames": "Maëlle"]
                #expect(
                    try await serving.connect().send("POST", "/v1/contracts/\(contract)/affiliate", .affiliation(identity: identity)).status
                        == 201)
                let paths = [
                    "/v1/contracts/\(contract)/timeline", "/v1/contracts/\(contract)/people/holder", "/v1/people?find=Kerbrat",
                    "/v1/events",
                    "/v1/coverage?on=2026-06-01", "/v1/events?after=0",
                ]
                for path in paths { #expect(try await serving.connect().send("GET", path).status == 200) }
                // What the service meets after a restoration: every session is gone, and the next ones find the mark.
                let owner = Database(made.configuration, connections: 1)
                try await owner.withSession { try $0.executeScript("UPDATE log.identity SET restored_at = now()") }
                // The sessions of before are not held off by the mark.
                let recovery = ["recover", "--no-seals", "--accept-lost-erasures", "--database", made.url]
                let early = try await Program.run(recovery)
                #expect(early.status == 2 && early.errors.contains("stop every service first"), "\(early)")
                let former = try await owner.withSession { session in
                    try session.one(
                        """
                        SELECT count(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """, as: Int.self)
                }
                #expect(former > 3)
                for path in paths {
                    let refused = try await serving.connect().send("GET", path)
                    #expect(refused.status == 503 && refused.headers["retry-after"] != nil, "\(path): \(refused)")
                }
                #expect(try await serving.pay(1, contract).status == 503)
                let erased = try await serving.connect().send(
                    "POST", "/v1/contracts/\(contract)/people/holder/erase", ["reason": "asked for"])
                #expect(erased.status == 503, "\(erased)")
                let ready = try await serving.connect().send("GET", "/readyz")
                #expect(ready.status == 503 && ready.body["detail"]?.string?.contains("restored from a backup") == true, "\(ready)")
                #expect(await serving.program.logged("the log was restored from a backup", moreThan: 0) == 1)

                // No session of the service is there for longer than it takes to find the mark: not even that which listens to the log.
                var recovered = try await Program.run(recovery)
                // On a loaded machine a session that the mark holds off is listed for longer than a recovery waits.
                while recovered.errors.contains("stop every service first") { recovered = try await Program.run(recovery) }
                #expect(recovered.status == 0, "\(recovered)")
                #expect(await serving.program.logged("the log is in another incarnation", moreThan: 0) == 1)
                for path in paths { #expect(try await serving.connect().send("GET", path).status == 200, "\(path)") }
                #expect(try await serving.pay(1, contract).status == 200)
                await owner.shutdown()
                await serving.stop()
            }
        }
    }

    @Test(arguments: [
        ["recover", "--accept-clock", "--accept-lost-erasures"], ["recover", "--accept-clock", "--no-seals"],
        ["recover", "--known-position", "0"], ["recover", "--known-position", "\(Int64.max)"], ["recover", "--seals", "/none"],
        ["recover", "--seals", "/none", "--seal-keys", "/none", "--no-seals"],
        ["restore", "--to", "yesterday", "--pg-data", "/none"], ["restore", "--to", "0", "--pg-data", "/none"],
        ["restore", "--to", "-5", "--pg-data", "/none"], ["restore", "--to", "2026-11-30", "--pg-data", "/none"],
        ["restore", "--to", "2026-11-30T10:00:00", "--pg-data", "/none"],
        ["restore", "--to", "2026-11-30 10:00:00Z", "--pg-data", "/none"],
        ["restore", "--to", "end", "--timeline", "0", "--pg-data", "/none"],
    ])
    func `what cannot be meant is refused`(arguments: [String]) async throws {
        #expect(try await Program.run(arguments).status == 64)
    }

    @Test func `a log that ends in the future takes commands once its owner has accepted that`() async throws {
        try await withDirectory { path async throws in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            let contract = try await serving.affiliate()
            let address = try #require(PrivatePostgres.running(in: "\(path)/data"))
            let superuser = Database(try PostgresConfiguration(url: address.url(database: "maintien")).patient, connections: 1)
            // As commands under a clock ten years ahead would have left it, before there was a guard.
            try await superuser.withSession { try $0.executeScript("UPDATE log.head SET recorded_at = recorded_at + interval '10 years'") }
            await superuser.shutdown()

            // Its alarm comes without any command.
            #expect(await serving.program.logged("the log ends in the future", moreThan: 0) == 1)
            let refused = try await serving.pay(1, contract, headers: ["Accept-Language": "en"])
            #expect(refused.status == 503 && refused.body["rule"] == "service.clock" && refused.headers["retry-after"] != nil, "\(refused)")
            #expect(refused.body["detail"]?.string?.contains("recover --accept-clock") == true)
            let ready = try await serving.connect().send("GET", "/readyz")
            #expect(ready.status == 503 && ready.body["detail"]?.string?.contains("in the future") == true, "\(ready)")
            #expect(try await serving.connect().send("GET", "/v1/contracts/\(contract)/coverage?on=2026-06-01").status == 200)
            let line = #"{"contract":"\#(contract)","command":"declare-pay","effectiveOn":"2026-06-01","grossMonthlyPayCents":7}"#
            let bulk = try await serving.connect().send("POST", "/v1/commands", Array("\(line)\n".utf8), of: "application/x-ndjson")
            #expect("\(bulk.body)".contains("service.clock"), "\(bulk)")
            try Data("\(line)\n".utf8).write(to: URL(filePath: "\(path)/lines"))
            let imported = try await Program.run(["import", "\(path)/lines"] + data)
            #expect(
                imported.status == 2 && imported.errors.contains("maintien recover --accept-clock") && imported.output.hasPrefix("0 lines"),
                "\(imported)")

            let accepted = try await Program.run(["recover", "--accept-clock", "--json"] + data)
            #expect(accepted.status == 0 && accepted.output.contains(#""offsetSeconds":0"#), "\(accepted)")
            #expect(await serving.program.logged("the clock is that of the database again", moreThan: 0) == 1)
            #expect(try await serving.pay(1, contract).status == 200)
            #expect(try await Program.run(["import", "\(path)/lines"] + data).status == 0)
            #expect(try await serving.connect().send("GET", "/readyz").status == 200)
            // The incarnation is the same.
            #expect(try await serving.connect().send("GET", "/v1/events").body[0]?["incarnation"] == 1)
            await serving.stop()
        }
    }

    @Test func `only the owner recovers`() async throws {
        try await withDatabase { made async throws in
            #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
            for flags in [[], ["--accept-clock"]] {
                let refused = try await Program.run(["recover", "--database", try await url(in: made.url)] + flags)
                #expect(refused.status == 2 && refused.errors.contains("recover as the owner of the database"), "\(refused)")
            }
        }
    }
}

extension Serving {
    /// Affiliates a new contract.
    fileprivate func affiliate() async throws -> String {
        let contract = UUID().uuidString.lowercased()
        #expect(try await connect().send("POST", "/v1/contracts/\(contract)/affiliate", .affiliation()).status == 201)
        return contract
    }

    /// Declares a pay.
    fileprivate func pay(_ cents: Int, _ contract: String, headers: [String: String] = [:]) async throws -> HTTPConnection.Reply {
        let body: JSON = ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": JSON(cents)]
        return try await connect().send("POST", "/v1/contracts/\(contract)/declare-pay", body, headers: headers)
    }
}

extension HTTPConnection.Reply {
    /// Where the next page is.
    fileprivate var next: String {
        get throws { try #require(headers["link"]?.firstMatch(of: /<([^>]*)>; rel="next"/).map { String($0.1) }) }
    }
}

extension TestDatabase {
    /// Restores a dump into a database beside this one.
    ///
    /// - Returns: its URL.
    func restore(_ dump: String) async throws -> String {
        let name = "\(try #require(configuration.database))_restored"
        try await administer("CREATE DATABASE \(name) TEMPLATE template0")
        var components = try #require(URLComponents(string: url))
        components.path = "/\(name)"
        let restored = try #require(components.string)
        let restoring = try await Program.run(["--exit-on-error", "-d", restored, dump], executable: "pg_restore")
        #expect(restoring.status == 0, "\(restoring)")
        // Rights to a database are not in its dump: everybody may make temporary tables there until the owner migrates it.
        #expect(try await Program.run(["migrate", "--database", restored]).status == 0)
        return restored
    }

    /// Drops it again.
    func drop(_ restored: String) async throws {
        try await administer("DROP DATABASE \(try #require(configuration.database))_restored WITH (FORCE)")
    }

    private func administer(_ statement: String) async throws {
        let database = Database(configuration, connections: 1)
        try await database.withSession { try $0.executeScript(statement) }
        await database.shutdown()
    }
}
