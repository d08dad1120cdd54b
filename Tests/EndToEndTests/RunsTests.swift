import CivilTime
import FoundationEssentials
import Glibc
import JSON
import Testing

/// Runs over HTTP, by a service that is killed in their midst again and again.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RunsTests {
    /// Writes a scheme file with the parameters of money, from those of the tests of schemes.
    static func writeScheme(to path: String) throws {
        let files = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/ServiceTests/SchemeFiles"
        func read(_ name: String) throws -> JSON {
            try JSON(parsing: Array(try #require(FileManager.default.contents(atPath: "\(files)/\(name)"))))
        }
        var scheme = try #require(try read("littoral-2026.json").object)
        var parameters = try #require(scheme["parameters"]?.object)
        for member in try read("littoral-money.json").object?.members ?? [] { parameters.append(member.key, member.value) }
        scheme["parameters"] = .object(parameters)
        try Data(JSON.object(scheme).bytes()).write(to: URL(filePath: path))
    }

    private static func id(_ number: Int) -> String { "0a5f7e12-1111-4222-8333-" + String(format: number) }

    /// Tells of some contracts in one request; each of them joins, or moves to another employer.
    private func tell(_ contracts: Range<Int>, _ command: (Int) -> JSON, on serving: Serving) async throws {
        let lines = contracts.map { number in
            let command = command(number)
            // Each contract joins once and moves once.
            let key = "\(command["command"]?.string ?? "")-\(number)"
            var line: JSON.Object = ["key": .string(key), "contract": .string(Self.id(number))]
            for member in command.object?.members ?? [] { line.append(member.key, member.value) }
            return String(decoding: JSON.object(line).bytes(), as: UTF8.self)
        }
        let body = Array((lines.joined(separator: "\n") + "\n").utf8)
        // A line that the database does not answer in time is recorded once or not at all, which its key settles.
        while true {
            let reply = try await serving.connect().send("POST", "/v1/commands", body, of: "application/x-ndjson")
            if reply.status == 503 { continue }
            #expect(reply.status == 200)
            if reply.body.string?.contains("\"status\":503") != true { return }
        }
    }

    /// Sends a request, and sends it again while the database does not answer in time. One that records has a key: it is recorded once.
    private func settled(
        _ method: String, _ path: String, _ body: JSON? = nil, headers: [String: String] = [:], of serving: Serving
    ) async throws -> HTTPConnection.Reply {
        while true {
            let reply = try await serving.connect().send(method, path, body, headers: headers)
            // 202: the run goes on. A busy machine may take longer than a request waits.
            if reply.status != 202, reply.status != 503 { return reply }
        }
    }

    private func joining(_ number: Int) -> JSON {
        [
            "command": "affiliate", "scheme": "littoral-2026", "effectiveOn": "2026-03-01", "employer": .string("E\(number % 7)"),
            "option": "base", "grossMonthlyPayCents": 240_000, "employment": ["kind": "civilServant", "startedOn": "2018-09-01"],
            "holder": ["bornOn": "1985-03-14"],
        ]
    }

    /// Asks for a run, which may be killed with its service.
    private func ask(_ kind: JSON, key: String, of serving: Serving) async throws -> HTTPConnection.Reply {
        var body: JSON.Object = ["scheme": "littoral-2026"]
        for member in kind.object?.members ?? [] { body.append(member.key, member.value) }
        return try await settled("POST", "/v1/runs", .object(body), headers: ["Idempotency-Key": key], of: serving)
    }

    /// All runs, once none is open.
    private func runs(of serving: Serving) async throws -> [JSON] {
        while true {
            let runs = try #require(try await settled("GET", "/v1/runs", of: serving).body["runs"]?.array)
            if runs.allSatisfy({ $0["state"] != "open" }) { return runs }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func `a run whose service is killed is made once by the next one, and all lines together are what is due`() async throws {
        try await withDirectory { path in
            try Self.writeScheme(to: "\(path)/scheme.json")
            let start = { try await Serving.start(["--data", "\(path)/data", "--scheme", "\(path)/scheme.json"]) }
            var serving = try await start()
            try await tell(0..<400, joining, on: serving)
            let month = try #require(
                try await settled("GET", "/v1/contracts/\(Self.id(0))/timeline", of: serving).body["knownAt"]?.string?.prefix(7))
            for round in 0..<10 {
                let kind: JSON = round == 0 ? ["kind": "regular", "month": .string(String(month))] : ["kind": "catchUp"]
                let asking = Task { [serving] in try await ask(kind, key: "run-\(round)", of: serving) }
                try await Task.sleep(for: .milliseconds(round * 25))
                serving.program.signal(SIGKILL)
                _ = await serving.program.ended()
                _ = await asking.result
                serving = try await start()
                _ = try await runs(of: serving)
                // The same key again is the same run, whether the first request was heard or not.
                let again = try await ask(kind, key: "run-\(round)", of: serving)
                #expect(again.status == 201 && again.body["run"]?.integer == round + 1 && again.body["state"] == "completed", "\(again)")
                let from = round * 40
                try await tell(
                    from..<(from + 40),
                    { _ in ["command": "change-employer", "effectiveOn": "2026-05-01", "employer": .string("F\(round)")] }, on: serving)
            }
            let last = try await ask(["kind": "catchUp"], key: "last", of: serving)
            #expect(last.body["run"]?.integer == 11)
            #expect(try await ask(["kind": "catchUp"], key: "empty", of: serving).body["lineCount"] == 0)
            #expect(try await runs(of: serving).map { $0["run"]?.integer } == (1...12).reversed().map { $0 })
            for number in stride(from: 0, to: 400, by: 57) {
                let contract = "/v1/contracts/\(Self.id(number))"
                let total = try await settled("GET", "\(contract)/calls", of: serving).body["total"]
                var due = 0
                for month in Self.months(from: "2026-03", through: String(month)) {
                    let answer = try await settled("GET", "\(contract)/cotisation?month=\(month)", of: serving).body["due"]
                    due += answer?["employerToInsurerCents"]?.integer ?? 0
                }
                #expect(total?["employerToInsurerCents"]?.integer == due && due > 0)
            }
            let file = try await settled("GET", "/v1/direct-debit-files/R000001F001", of: serving)
            #expect(file.status == 404 && file.body["rule"] == "file.unknown")
            #expect(await serving.stop().status == 0)
            #expect(try await Program.run(["verify", "--data", "\(path)/data"]).status == 0)
            let proof = try await Program.run(["verify", "--money", "--json", "--data", "\(path)/data", "--scheme", "\(path)/scheme.json"])
            let finding = try JSON(parsing: Array(proof.output.utf8))
            #expect(proof.status == 0 && finding["whole"] == true && finding["madeAgain"]?.array?.count == 12, "\(proof)")
        }
    }

    private static func months(from first: String, through last: String) -> [Month] {
        guard let first = Month(first), let last = Month(last) else { return [] }
        var months = [first]
        while let month = months.last, month < last { months.append(month.next) }
        return months
    }
}

extension String {
    /// Twelve digits.
    fileprivate init(format number: Int) {
        let digits = String(number)
        self = String(repeating: "0", count: 12 - digits.utf8.count) + digits
    }
}
