import CivilTime
import FoundationEssentials
import Glibc
import JSON
import Testing

/// Runs over HTTP, by a service that is killed in their midst again and again.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RunsTests {
    private static func id(_ number: Int) -> String { "0a5f7e12-1111-4222-8333-" + String(format: number) }

    /// Tells of some contracts in one request; each of them joins, or moves to another employer.
    private func tell(_ contracts: Range<Int>, _ command: (Int) -> JSON, on serving: Serving) async throws {
        try await serving.tell(
            contracts.map { number in
                let command = command(number)
                // Each contract joins once and moves once in a round.
                let key = "\(command["command"]?.string ?? "")-\(command["employer"]?.string ?? "")-\(number)"
                var line: JSON.Object = ["key": .string(key), "contract": .string(Self.id(number))]
                for member in command.object?.members ?? [] { line.append(member.key, member.value) }
                return .object(line)
            })
    }

    private func joining(_ number: Int) -> JSON {
        [
            "command": "affiliate", "scheme": "littoral-2026", "effectiveOn": "2026-03-01", "employer": .string("E\(number % 7)"),
            "option": "base", "grossMonthlyPayCents": 240_000, "employment": ["kind": "civilServant", "startedOn": "2018-09-01"],
            "holder": ["bornOn": "1985-03-14"],
        ]
    }

    /// Asks for a run, which may be killed with its service.
    private func ask(_ kind: JSON, key: String?, of serving: Serving) async throws -> HTTPConnection.Reply {
        var body: JSON.Object = ["scheme": "littoral-2026"]
        for member in kind.object?.members ?? [] { body.append(member.key, member.value) }
        return try await serving.settled("POST", "/v1/runs", .object(body), headers: key.map { ["Idempotency-Key": $0] } ?? [:])
    }

    /// All runs, once none is open.
    private func runs(of serving: Serving) async throws -> [JSON] {
        while true {
            let runs = try #require(try await serving.settled("GET", "/v1/runs").body["runs"]?.array)
            if runs.allSatisfy({ $0["state"] != "open" }) { return runs }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func `a run whose service is killed is made once by the next one, and all lines together are what is due`() async throws {
        try await withDirectory { path in
            try MoneyScheme.write(to: "\(path)/scheme.json")
            let start = { try await Serving.start(["--data", "\(path)/data", "--scheme", "\(path)/scheme.json"]) }
            var serving = try await start()
            try await tell(0..<400, joining, on: serving)
            let month = try #require(
                try await serving.settled("GET", "/v1/contracts/\(Self.id(0))/timeline").body["knownAt"]?.string?.prefix(7))
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
                let total = try await serving.settled("GET", "\(contract)/calls").body["total"]
                var due = 0
                for month in Self.months(from: "2026-03", through: String(month)) {
                    let answer = try await serving.settled("GET", "\(contract)/cotisation?month=\(month)").body["due"]
                    due += answer?["employerToInsurerCents"]?.integer ?? 0
                }
                #expect(total?["employerToInsurerCents"]?.integer == due && due > 0)
            }
            let file = try await serving.settled("GET", "/v1/direct-debit-files/R000001F001")
            #expect(file.status == 404 && file.body["rule"] == "file.unknown")
            #expect(await serving.stop().status == 0)
            #expect(try await Program.run(["verify", "--data", "\(path)/data"]).status == 0)
            let proof = try await Program.run(["verify", "--money", "--json", "--data", "\(path)/data", "--scheme", "\(path)/scheme.json"])
            let finding = try JSON(parsing: Array(proof.output.utf8))
            #expect(proof.status == 0 && finding["whole"] == true && finding["madeAgain"]?.array?.count == 12, "\(proof)")
        }
    }

    @Test func `two services that are asked for the same run at once make it once, though one of them is killed`() async throws {
        var plan = KillPlan(kills: 3, for: "runs of two services")
        try await KilledService.run(in: .otherServer) { service in
            var other = try await service.another()
            try await tell(0..<60, joining, on: service.serving)
            let known = try await service.serving.settled("GET", "/v1/contracts/\(Self.id(0))/timeline").body["knownAt"]?.string
            let month = try #require(known.flatMap { Month(String($0.prefix(7))) })
            var number = 0
            var usual: Duration?
            while usual == nil || plan.left > 0 {
                number += 1
                let kind: JSON = number == 1 ? ["kind": "regular", "month": .string(month.description)] : ["kind": "catchUp"]
                let key = "run-\(number)"
                let begin = ContinuousClock.now
                let asking = [service.serving, other.serving].map { serving in Task { try? await ask(kind, key: key, of: serving) } }
                if let usual {
                    try await Task.sleep(for: plan.next(within: usual).after)
                    if Bool.random(using: &plan.random) { try await service.kill(.service) } else { try await other.kill(.service) }
                }
                var answers: [HTTPConnection.Reply] = []
                for asking in asking { if let answer = await asking.value { answers.append(answer) } }
                usual = usual ?? ContinuousClock.now - begin
                for serving in [service.serving, other.serving] { answers.append(try await ask(kind, key: key, of: serving)) }
                for answer in answers {
                    #expect(answer.status == 201 && answer.body["run"]?.integer == number, "\(answer)")
                    #expect(
                        answer.body["state"] == "completed" && answer.body["lineCount"]?.integer ?? 0 > 0 && answer.body == answers[0].body)
                }
                try await tell(
                    0..<60,
                    { _ in ["command": "change-employer", "effectiveOn": "2026-05-01", "employer": .string("F\(number)")] },
                    on: service.serving)
            }
            // Without a key the later one is refused.
            let kind: JSON = ["kind": "regular", "month": .string(month.next.description)]
            let asking = [service.serving, other.serving].map { serving in Task { try await ask(kind, key: nil, of: serving) } }
            var refusals: [String] = []
            for asking in asking {
                let answer = try await asking.value
                if answer.status == 409 { refusals += [answer.body["rule"]?.string].compactMap(\.self) }
            }
            #expect([["run.inProgress"], ["run.monthAlreadyCalled"]].contains(refusals), "\(refusals)")
            let runs = try await runs(of: service.serving)
            #expect(runs.map { $0["run"]?.integer } == (1...(number + 1)).reversed().map { $0 })
            #expect(runs.allSatisfy { $0["state"] == "completed" })
            await other.stop()
            #expect(try await service.verify()["madeAgain"]?.array?.count == number + 1)
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
