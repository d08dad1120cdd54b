import FoundationEssentials
import JSON
import PostgresTesting
import Testing

/// Every operation of the OpenAPI document, asked for in every role, about a contract of the caller's own, another's, and one that nobody knows:
/// the document says who may, and a real service does as it says.
@Suite(.timeLimit(.minutes(10))) struct AccessMatrixTests {
    private static let roles = ["clerk", "supervisor", "auditor", "employer", "agent", "operator"]
    private static let own = "0a5f7e12-1111-4222-8333-123456789abc"
    private static let others = "0a5f7e12-2222-4222-8333-123456789abc"
    private static let unknown = "0a5f7e12-3333-4222-8333-123456789abc"
    private static let all = Serving.token

    /// An operation, as the document has it.
    private struct Operation {
        let id: String
        let method: String
        let path: String
        let json: JSON

        /// The roles that may; nil when everyone may.
        let roles: [String]?
        /// The roles that may try it out, where it can be tried out.
        let dryRun: [String]?
        let isOfContract: Bool
        let isStream: Bool

        init?(path: String, method: String, _ json: JSON) {
            guard let id = json["operationId"]?.string else { return nil }
            (self.id, self.method, self.path, self.json) = (id, method.uppercased(), path, json)
            func names(_ key: String) -> [String]? { json[key]?.array?.compactMap(\.string) }
            roles = json["security"] == [] ? nil : names("x-roles") ?? []
            dryRun = names("x-roles-dry-run")
            isOfContract = path.contains("{contract}")
            isStream = json["responses"]?["200"]?["content"]?["text/event-stream"] != nil
        }

        /// A request that is well formed; a stream that would never end is asked for as it does not take it.
        func target(_ contract: String, isDryRun: Bool) -> String {
            let values = [
                "{contract}": contract, "{person}": "holder", "{scheme}": "fpe-education-2026", "{proposal}": AccessMatrixTests.unknown,
                "{duplicate}": AccessMatrixTests.unknown,
            ]
            let path = values.reduce(path) { $0.replacing($1.key, with: $1.value) }
            var query = (json["parameters"]?.array ?? []).filter { $0["in"] == "query" && $0["required"] == true }.map { parameter in
                "\(parameter["name"]?.string ?? "")=\(parameter["name"] == "month" ? "2026-06" : "2026-06-15")"
            }
            if isDryRun { query.append("dry-run=true") }
            if isStream { query.append("after=nothing") }
            return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
        }

        /// The body, of its media type.
        var body: (bytes: [UInt8], type: String)? {
            json["requestBody"]?["content"]?.object?.members.first.map { type in
                (id == "set-person" ? Array("{}".utf8) : type.value["example"]?.bytes() ?? Array("{}".utf8), type.key)
            }
        }
    }

    @Test func `every operation answers every role as the document says, about one's own, another's and nobody's contract`() async throws {
        try await withMatrix { serving, operations in
            for operation in operations {
                let expected: [(isDryRun: Bool, roles: [String])] =
                    [(false, operation.roles ?? Self.roles)] + (operation.dryRun.map { [(true, $0)] } ?? [])
                for (isDryRun, roles) in expected {
                    #expect(operation.roles == nil || !roles.isEmpty, "\(operation.id) names no roles")
                    #expect(Set(roles).isSubset(of: Self.roles), "\(operation.id)")
                    for role in Self.roles {
                        try await check(operation, isDryRun: isDryRun, as: role, mayCall: roles.contains(role), on: serving)
                    }
                }
                let stranger = try await send(operation, Self.own, isDryRun: false, as: "nobody", on: serving)
                #expect((stranger.status == 401) == (operation.roles != nil), "\(operation.id)")
            }
        }
    }

    private func check(_ operation: Operation, isDryRun: Bool, as role: String, mayCall: Bool, on serving: Serving) async throws {
        var answers: [HTTPConnection.Reply] = []
        for contract in operation.isOfContract ? [Self.own, Self.others, Self.unknown] : [Self.own] {
            answers.append(try await send(operation, contract, isDryRun: isDryRun, as: role, on: serving))
        }
        let hint: Comment =
            "\(operation.id)\(isDryRun ? ", dry run," : "") as \(role): \(answers.map { "\($0.status) \($0.body["rule"]?.string ?? "")" })"
        guard mayCall else {
            #expect(answers.allSatisfy { $0.status == 403 && $0.body["rule"] == "access.role" }, hint)
            return
        }
        #expect(answers.allSatisfy { ![401, 403, 405].contains($0.status) && $0.status < 500 }, hint)
        guard operation.isOfContract else { return }
        #expect(answers[0].status != 404 || answers[0].body["rule"] == "person.unknown", hint)
        if role == "agent" || role == "employer" {
            // Nothing tells another's contract from one that there is not.
            for answer in answers.dropFirst() {
                #expect(answer.status == 404 && answer.body["rule"] == "contract.unknown", hint)
                #expect(answer.body == answers[2].body && Set(answer.headers.keys) == Set(answers[2].headers.keys), hint)
            }
        } else {
            #expect(answers[1].body["rule"] != "contract.unknown", hint)
        }
    }

    @Test func `a bulk of who has one role annuls nothing, and a list of an employer holds what is theirs`() async throws {
        try await withMatrix { serving, _ in
            let line = Array(#"{"contract":"\#(Self.own)","command":"rescind","version":1,"reason":"x"}"#.utf8)
            func bulk(as role: String) async throws -> JSON {
                try await serving.connect(token: role).send("POST", "/v1/commands", line, of: "application/x-ndjson").body
            }
            #expect(try await bulk(as: "clerk")["rule"] == "access.role")
            let position = try await serving.connect(token: Self.all).send("GET", "/v1/events?limit=1000").headers["x-position"] ?? ""
            let question = "/v1/cotisations?month=2026-06"
            for (role, count) in [("employer", 1), ("clerk", 2)] {
                let lines = try await serving.connect(token: role).send(
                    "GET", question, headers: ["Accept": "application/json", "X-Wait-For-Position": position]
                ).body.array
                #expect(lines?.count == count && lines?.contains { $0["contract"] == .string(Self.own) } == true)
                #expect(lines?.contains { $0["version"] != nil } == (role == "clerk"))
            }
            #expect(try await bulk(as: "supervisor")["rule"] == "access.role")
            #expect(try await bulk(as: Self.all)["rule"]?.string != "access.role")
        }
    }

    @Test(arguments: ["one two three", "one two clerk 0750001A", "one two employer", "one two employer e/1", "one two agent x", "one"])
    func `a line of callers that says no role is refused at the start`(line: String) async throws {
        try await withDirectory { path in
            try writeSecret(Array(line.utf8), to: "\(path)/tokens")
            let ending = try await Program.run(["sandbox", "--listen", "127.0.0.1:0", "--tokens", "\(path)/tokens"])
            #expect(ending.status == 64 && ending.isOneLine(with: "holds a caller's name and a token"), "\(ending)")
        }
    }

    /// Runs the body with a service, a caller of each role, and two contracts, one of them the agent's and the employer's own.
    private func withMatrix(_ body: (Serving, [Operation]) async throws -> Void) async throws {
        try await withDirectory { path in
            let lines = Self.roles.map { role in
                "\(role) \(role) \(role)" + (role == "employer" ? " 0750001A" : role == "agent" ? " \(Self.own)" : "")
            }
            try writeSecret(Array(lines.joined(separator: "\n").utf8), to: "\(path)/tokens")
            let serving = try await Serving.start(["--tokens", "\(path)/tokens"], verb: "sandbox")
            let connection = serving.connect()
            for (contract, employer) in [(Self.own, "0750001A"), (Self.others, "0290012E")] {
                var affiliation = JSON.affiliation(identity: ["familyName": "Durand"]).object ?? [:]
                affiliation["employer"] = .string(employer)
                #expect(try await connection.send("POST", "/v1/contracts/\(contract)/affiliate", .object(affiliation)).status == 201)
            }
            let document = try await connection.send("GET", "/openapi.json").body
            var operations: [Operation] = []
            for path in document["paths"]?.object?.members ?? [] {
                for method in path.value.object?.members ?? [] {
                    if let operation = Operation(path: path.key, method: method.key, method.value) { operations.append(operation) }
                }
            }
            #expect(operations.count > 40)
            // What empties the sandbox comes last, and before it what changes contracts: questions are asked of contracts that are there.
            let order = { (operation: Operation) in operation.path.contains("/sandbox/") ? 2 : operation.method == "GET" ? 0 : 1 }
            operations.sort { order($0) < order($1) }
            try await body(serving, operations)
            #expect(await serving.stop().status == 0)
        }
    }

    private func send(
        _ operation: Operation, _ contract: String, isDryRun: Bool, as token: String, on serving: Serving
    ) async throws -> HTTPConnection.Reply {
        let connection = serving.connect(token: token)
        let target = operation.target(contract, isDryRun: isDryRun)
        while true {
            let reply =
                if let body = operation.body { try await connection.send(operation.method, target, body.bytes, of: body.type) } else {
                    try await connection.send(operation.method, target)
                }
            // A database that stands still for a moment says nothing of a role.
            if reply.status != 503 { return reply }
        }
    }
}
