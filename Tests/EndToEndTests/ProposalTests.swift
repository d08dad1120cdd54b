import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import Testing

/// An annulment takes two callers: the event names both, and it is recorded once, whenever the service is killed.
@Suite(.timeLimit(.minutes(10))) struct ProposalTests {
    private static let contract = "0a5f7e12-1111-4222-8333-123456789abc"
    private static let path = "/v1/contracts/\(contract)"

    @Test func `a clerk proposes, a supervisor confirms, and the event names both`() async throws {
        try await withCallers { path in
            let serving = try await Serving.start(["--tokens", "\(path)/tokens"], verb: "sandbox")
            try await Self.tell(on: serving, pays: 1)
            let (clerk, supervisor, all) = (
                serving.connect(token: Self.token(of: "clerk")), serving.connect(token: Self.token(of: "supervisor")), serving.connect()
            )
            let proposed = try await clerk.send("POST", "\(Self.path)/rescind", ["version": 2, "reason": "twice"])
            #expect(proposed.status == 202 && proposed.body["state"] == "waiting")
            #expect(try await all.send("GET", "\(Self.path)/timeline").body["version"] == 2)
            let location = try #require(proposed.headers["location"])
            let confirmed = try await supervisor.send("POST", "\(location)/confirm")
            #expect(confirmed.status == 200 && confirmed.body["version"] == 3)
            let again = try await supervisor.send("POST", "\(location)/confirm")
            #expect(again.body == confirmed.body && again.headers["idempotency-replayed"] == "true")

            let event = try await all.send("GET", "\(Self.path)/events").body["events"]?[2]
            #expect(event?["recordedBy"] == "supervisor" && event?["proposedBy"] == "clerk" && event?["data"]?["proposedBy"] == nil)
            let told = try await all.send("GET", "/v1/events?limit=10").body[2]
            #expect(told?["recordedby"] == "supervisor" && told?["proposedby"] == "clerk" && told?["data"]?["proposedBy"] == nil)
            let agents = try await serving.connect(token: Self.token(of: "agent")).send("GET", "\(Self.path)/events").body["events"]?[2]
            #expect(agents?["version"] == 3 && agents?["recordedBy"] == nil && agents?["proposedBy"] == nil)

            // On the contract as it is then: what another annulled meanwhile is refused, and stays so.
            let own = try await supervisor.send("POST", "\(Self.path)/rescind", ["version": 1, "reason": "x"]).headers["location"]
            #expect(try await all.send("POST", "\(Self.path)/rescind", ["version": 1, "reason": "y"]).status == 200)
            for _ in 0..<2 {
                let refused = try await all.send("POST", "\(try #require(own))/confirm")
                #expect(refused.status == 422 && refused.body["rule"] == "rescission.alreadyRescinded")
            }
            #expect(try await all.send("POST", "/v1/sandbox/reset").status == 200)
            #expect(try await clerk.send("GET", "/v1/proposals").body == ["proposals": []])
            await serving.stop()
        }
    }

    @Test func `killed while it confirms, it records each annulment once and loses none`() async throws {
        try await withCallers { path in
            let arguments = ["--data", "\(path)/data", "--tokens", "\(path)/tokens"]
            var serving = try await Serving.start(arguments)
            let rounds = 8
            try await Self.tell(on: serving, pays: rounds)
            var locations: [String] = []
            for version in 2..<(2 + rounds) {
                let body: JSON = ["version": .integer(Int64(version)), "reason": "twice"]
                let proposed = try await serving.connect(token: Self.token(of: "clerk")).send("POST", "\(Self.path)/rescind", body)
                locations.append(try #require(proposed.headers["location"]))
            }
            for location in locations {
                let connection = serving.connect(token: Self.token(of: "supervisor"))
                async let answer = try? connection.send("POST", "\(location)/confirm")
                try await Task.sleep(for: .microseconds(Int.random(in: 0...30_000)))
                serving.program.signal(SIGKILL)
                _ = await (answer, serving.program.ended())
                serving = try await Serving.start(arguments)
            }
            for location in locations {
                let confirmed = try await serving.connect(token: Self.token(of: "supervisor")).send("POST", "\(location)/confirm")
                #expect(confirmed.status == 200, "\(confirmed)")
            }
            let events = try await serving.connect().send("GET", "\(Self.path)/events").body["events"]?.array ?? []
            let rescissions = events.filter { $0["type"] == "rescinded" }
            #expect(rescissions.compactMap { $0["data"]?["version"]?.integer }.sorted() == Array(2..<(2 + rounds)))
            #expect(rescissions.allSatisfy { $0["recordedBy"] == "supervisor" && $0["proposedBy"] == "clerk" })
            await serving.stop()
            #expect(try await Program.run(["verify", "--data", "\(path)/data"]).status == 0)
        }
    }

    @Test(arguments: ["before it ran", "after it ran"])
    func `what was confirmed is finished by the next service, without being asked`(killed: String) async throws {
        try await withCallers { path in
            try await withDatabase { database in
                #expect(try await Program.run(["migrate"], environment: ["MAINTIEN_DATABASE": database.url]).status == 0)
                try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
                let environment = ["MAINTIEN_DATABASE": try await url(in: database.url)]
                let arguments = ["--vault-key", "\(path)/vault.key", "--tokens", "\(path)/tokens"]
                let first = try await Serving.start(arguments, environment: environment)
                try await Self.tell(on: first, pays: 1)
                let proposed = try await first.connect(token: Self.token(of: "clerk")).send(
                    "POST", "\(Self.path)/rescind", ["version": 2, "reason": "twice"])
                let location = try #require(proposed.headers["location"])
                if killed == "after it ran" {
                    #expect(try await first.connect(token: Self.token(of: "supervisor")).send("POST", "\(location)/confirm").status == 200)
                }
                first.program.signal(SIGKILL)
                _ = await first.program.ended()
                // As a service leaves it that is killed then.
                let owner = Database(database.configuration, connections: 1)
                try await owner.withSession { session in
                    try session.executeScript(
                        """
                        SET session_replication_role = replica;
                        UPDATE access.proposal SET outcome = 'confirming', decided_by = 'supervisor', decided_at = now();
                        """)
                }
                let second = try await Serving.start(arguments, environment: environment)
                var isConfirmed = false
                while !isConfirmed {
                    try await Task.sleep(for: .milliseconds(50))
                    isConfirmed = try await owner.withSession { session in
                        try session.one("SELECT outcome = 'confirmed' FROM access.proposal", as: Bool.self)
                    }
                }
                await owner.shutdown()
                let events = try await second.connect().send("GET", "\(Self.path)/events").body["events"]?.array ?? []
                #expect(events.map { $0["proposedBy"] } == [nil, nil, "clerk"] && events.last?["recordedBy"] == "supervisor")
                #expect(await second.stop().status == 0)
            }
        }
    }

    @Test(arguments: ["rescinds", "rescind,", "", "none,rescind"])
    func `a setting that names no such operation is refused at the start`(setting: String) async throws {
        let ending = try await Program.run(["sandbox", "--listen", "127.0.0.1:0"], environment: ["MAINTIEN_FOUR_EYES": setting])
        #expect(ending.status == 64 && ending.isOneLine(with: "fourEyes is"), "\(ending)")
    }

    @Test func `with the setting none a supervisor annuls alone, and a clerk still proposes`() async throws {
        try await withCallers { path in
            let serving = try await Serving.start(
                ["--tokens", "\(path)/tokens"], verb: "sandbox", environment: ["MAINTIEN_FOUR_EYES": "none"])
            try await Self.tell(on: serving, pays: 2)
            for (token, version, status) in [("supervisor", 2, 200), ("clerk", 3, 202)] {
                let body: JSON = ["version": .integer(Int64(version)), "reason": "twice"]
                #expect(try await serving.connect(token: Self.token(of: token)).send("POST", "\(Self.path)/rescind", body).status == status)
            }
            await serving.stop()
        }
    }

    private static func token(of role: String) -> String { role + String(repeating: "0", count: 32) }

    /// Opens the contract, and declares some pays.
    private static func tell(on serving: Serving, pays: Int) async throws {
        let connection = serving.connect()
        #expect(try await connection.send("POST", "\(path)/affiliate", .affiliation()).status == 201)
        for number in 0..<pays {
            let body: JSON = ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": .integer(Int64(260_000 + number))]
            #expect(try await connection.send("POST", "\(path)/declare-pay", body).status == 200)
        }
    }

    /// Runs the body with a directory that holds a file of callers.
    private func withCallers(_ body: (String) async throws -> Void) async throws {
        try await withDirectory { path in
            let lines = ["clerk", "supervisor", "agent"].map { role in
                "\(role) \(Self.token(of: role)) \(role)" + (role == "agent" ? " \(Self.contract)" : "")
            }
            try writeSecret(Array(lines.joined(separator: "\n").utf8), to: "\(path)/tokens")
            try await body(path)
        }
    }
}
