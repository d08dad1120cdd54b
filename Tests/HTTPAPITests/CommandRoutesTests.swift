import ContractService
import HTTPTypes
import JSON
import Testing

@Suite(.timeLimit(.minutes(10)))
struct CommandRoutesTests {
    @Test(arguments: CommandName.allCases)
    func `each command has a route of its own`(command: CommandName) async throws {
        let service = ScriptedService()
        let reply = try await TestAPI(service).command(command.rawValue, #"{"a": [1]}"#)
        #expect(reply.status == 201 && reply.headers["ETag"] == "\"1-0a1b2c3d\"" && reply.json == ["version": 1])
        let submission = try #require(service.asked.submissions.first)
        #expect(submission.command == command && submission.contract.description == TestAPI.contract && submission.body == ["a": [1]])
        #expect(
            submission.caller == "payroll" && submission.idempotencyKey == nil && submission.expectedVersion == .any && !submission.dryRun)
    }

    @Test func `what goes with a command reaches the service`() async throws {
        let service = ScriptedService { _ in .later }
        let headers = HTTPFields.with("Idempotency-Key", "k-1") + .with("If-Match", "\"7\"")
        let reply = try await TestAPI(service).command("resume", query: "?dry-run=true", headers: headers)
        let submission = try #require(service.asked.submissions.first)
        #expect(submission.idempotencyKey == "k-1" && submission.expectedVersion == .among([7]) && submission.dryRun)
        #expect(reply.status == 200 && reply.headers["ETag"] == "\"2-0a1b2c3d\"" && reply.headers["Idempotency-Replayed"] == nil)
    }

    @Test func `a dry run creates nothing, and a replay says that it is one`() async throws {
        #expect(try await TestAPI().command("resume", query: "?dry-run=true").status == 200)
        #expect(try await TestAPI().command("resume", query: "?dry-run=false").status == 201)
        let service = ScriptedService { _ in .again }
        let reply = try await TestAPI(service).command("resume")
        #expect(reply.status == 201 && reply.headers["Idempotency-Replayed"] == "true")
    }

    @Test func `an id in capitals is the same contract`() async throws {
        let service = ScriptedService()
        _ = try await TestAPI(service).call(.post, "/v1/contracts/\(TestAPI.contract.uppercased())/resume", "{}")
        #expect(service.asked.submissions.first?.contract.description == TestAPI.contract)
    }

    @Test(arguments: [
        ("", "", "{\"a\":1,\"b\":{\"c\":1,\"c\":2}}", "/b/c"), ("?dry-run=yes", "", "{}", "dry-run"), ("?dry-run", "", "{}", "dry-run"),
        ("?dry-run=true&dry-run=true", "", "{}", "dry-run"), ("?on=2026-01-01", "", "{}", "on"), ("?=1", "", "{}", ""),
        ("", "Idempotency-Key: ", "{}", "Idempotency-Key"), ("", "Idempotency-Key: é", "{}", "Idempotency-Key"),
        ("", "Idempotency-Key: \(String(repeating: "k", count: 256))", "{}", "Idempotency-Key"), ("", "If-Match: 7", "{}", "If-Match"),
        ("", "If-Match: \"7\", 8", "{}", "If-Match"),
    ])
    func `what is malformed is named`(query: String, header: String, body: String, name: String) async throws {
        let parts = header.split(separator: ":", maxSplits: 1)
        let headers = parts.count == 2 ? HTTPFields.with(String(parts[0]), parts[1].drop { $0 == " " }.description) : [:]
        let service = ScriptedService()
        let reply = try await TestAPI(service).command("resume", body, query: query, headers: headers)
        #expect(reply.status == 400 && reply.named == name, "\(reply)")
        #expect(reply.json["detail"]?.string?.contains(name) == true)
        #expect(service.asked.submissions.isEmpty)
    }

    @Test func `several idempotency keys are none`() async throws {
        let reply = try await TestAPI().command("resume", headers: .with("Idempotency-Key", "a", "b"))
        #expect(reply.status == 400 && reply.named == "Idempotency-Key")
    }

    @Test(arguments: ["gzip", "br", "identity, gzip"])
    func `a compressed body is refused`(encoding: String) async throws {
        let reply = try await TestAPI().command("resume", headers: [.contentEncoding: encoding])
        #expect(reply.status == 415 && reply.headers["Accept-Encoding"] == "identity")
    }

    @Test func `a malformed field of the service's is named by its pointer`() async throws {
        let api = try TestAPI(
            ScriptedService(refusing: ServiceError.malformed(MalformedField(.badValue(expected: "a | b"), at: "/holder/kind"))))
        let reply = try await api.command("affiliate")
        #expect(reply.status == 400 && reply.named == "/holder/kind")
        #expect(reply.json["detail"] == "Le champ /holder/kind n'est pas de la forme attendue : a | b.")
    }
}

extension HTTPFields {
    static func + (left: HTTPFields, right: HTTPFields) -> HTTPFields {
        var all = left
        all.append(contentsOf: right)
        return all
    }
}
