import CivilTime
import FoundationEssentials
import Glibc
import JSON
import Testing

/// Runs over HTTP, amid which services and databases are killed again and again, as `KillPlan` says.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RunsTests {
    private static func id(_ number: Int) -> String { "0a5f7e12-1111-4222-8333-" + String(format: number) }

    /// Tells of some contracts in one request, each once under this name.
    private func tell(_ contracts: Range<Int>, as name: String, _ command: (Int) -> JSON, on serving: Serving) async throws {
        try await serving.tell(
            contracts.map { number in
                let command = command(number)
                let key = "\(name)-\(number)"
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

    /// The balances of an employer, as a reader sees them over and over until it is cancelled or the service is gone.
    private func balancesSeen(_ employer: String, on serving: Serving) async -> Set<Int> {
        var balances: Set<Int> = []
        let connection = serving.connect()
        while !Task.isCancelled, let reply = try? await connection.send("GET", "/v1/employers/\(employer)/account") {
            if let balance = reply.body["balanceCents"]?.integer { balances.insert(balance) }
        }
        return balances
    }

    @Test func `a run amid which something is killed is made once, nobody sees a part of it, and all lines together are what is due`()
        async throws
    {
        var plan = KillPlan(kills: 6, for: "runs")
        // Each run calls the next month.
        try await KilledService.run(in: .ownServer, changing: ["runLeadDays": 3660]) { service in
            try await tell(0..<400, as: "joining", joining, on: service.serving)
            func balance(on serving: Serving) async throws -> Int {
                try #require(try await serving.settled("GET", "/v1/employers/E0/account").body["balanceCents"]?.integer)
            }
            let known = try await service.serving.settled("GET", "/v1/contracts/\(Self.id(0))/timeline").body["knownAt"]?.string
            var month = try #require(known.flatMap { Month(String($0.prefix(7))) })
            var number = 0
            // The first run calls many months. The second one is as long as those that follow.
            var usual: Duration?
            while usual == nil || plan.left > 0 {
                number += 1
                let kind: JSON = ["kind": "regular", "month": .string(month.description)]
                let before = number == 1 ? 0 : try await balance(on: service.serving)
                var seen: Set<Int> = []
                if let usual {
                    let (victim, moment) = plan.next(within: usual)
                    let serving = service.serving
                    let reading = Task { await balancesSeen("E0", on: serving) }
                    let asking = Task { [number] in try? await ask(kind, key: "run-\(number)", of: serving) }
                    try await Task.sleep(for: moment)
                    try await service.kill(victim)
                    let answer = await asking.value
                    #expect(answer == nil || answer?.status == 201, "\(String(describing: answer))")
                    reading.cancel()
                    seen = await reading.value
                    print("\(victim) killed at \(moment / usual): \(answer == nil ? "not " : "")answered")
                }
                // The same key again is the same run, whether the first request was heard or not.
                let (again, duration) = try await KillPlan.timed { try await ask(kind, key: "run-\(number)", of: service.serving) }
                #expect(again.status == 201 && again.body["run"]?.integer == number && again.body["state"] == "completed", "\(again)")
                if number == 2 { usual = duration }
                #expect(seen.isSubset(of: [before, try await balance(on: service.serving)]))
                let from = number * 40 % 400
                try await tell(
                    from..<(from + 40), as: "moving-\(number)",
                    { contract in
                        let employer = "E\((contract + 1 + number) % 7)"
                        return [
                            "command": "change-employer", "effectiveOn": "2026-05-01", "employer": .string(employer),
                        ]
                    }, on: service.serving)
                month = month.next
            }
            let last = try await ask(["kind": "catchUp"], key: "last", of: service.serving)
            #expect(last.body["run"]?.integer == number + 1)
            #expect(try await ask(["kind": "catchUp"], key: "empty", of: service.serving).body["lineCount"] == 0)
            #expect(try await runs(of: service.serving).map { $0["run"]?.integer } == (1...(number + 2)).reversed().map { $0 })
            for number in stride(from: 0, to: 400, by: 57) {
                let contract = "/v1/contracts/\(Self.id(number))"
                let total = try await service.serving.settled("GET", "\(contract)/calls").body["total"]
                var due = 0
                for month in try #require(Month("2026-03"))..<month {
                    let answer = try await service.serving.settled("GET", "\(contract)/cotisation?month=\(month)").body["due"]
                    due += answer?["employerToInsurerCents"]?.integer ?? 0
                }
                #expect(total?["employerToInsurerCents"]?.integer == due && due > 0)
            }
            let file = try await service.serving.settled("GET", "/v1/direct-debit-files/R000001F001")
            #expect(file.status == 404 && file.body["rule"] == "file.unknown")
            #expect(try await service.verify()["madeAgain"]?.array?.count == number + 2)
        }
    }

    @Test func `two services that are asked for the same run at once make it once, though one of them is killed`() async throws {
        var plan = KillPlan(kills: 3, for: "runs of two services")
        try await KilledService.run(in: .otherServer) { service in
            var another = try await service.another()
            try await KilledService.stop(&another, after: { other in try await askBoth(&service, &other, &plan) })
        }
    }

    /// Asks both services for each run, kills one of them amid it, and proves that there is one run of each.
    private func askBoth(_ service: inout KilledService, _ other: inout KilledService, _ plan: inout KillPlan) async throws {
        try await tell(0..<60, as: "joining", joining, on: service.serving)
        let known = try await service.serving.settled("GET", "/v1/contracts/\(Self.id(0))/timeline").body["knownAt"]?.string
        let month = try #require(known.flatMap { Month(String($0.prefix(7))) })
        var number = 0
        var usual: Duration?
        while usual == nil || plan.left > 0 {
            number += 1
            let kind: JSON = number == 1 ? ["kind": "regular", "month": .string(month.description)] : ["kind": "catchUp"]
            let key = "run-\(number)"
            let asking = [service.serving, other.serving].map { serving in Task { try? await ask(kind, key: key, of: serving) } }
            if let usual {
                try await Task.sleep(for: plan.next(within: usual).after)
                if Bool.random(using: &plan.random) { try await service.kill(.service) } else { try await other.kill(.service) }
            }
            let (firstAnswers, duration) = await KillPlan.timed {
                var answers: [HTTPConnection.Reply] = []
                for asking in asking { if let answer = await asking.value { answers.append(answer) } }
                return answers
            }
            usual = usual ?? duration
            var answers = firstAnswers
            for serving in [service.serving, other.serving] { answers.append(try await ask(kind, key: key, of: serving)) }
            for answer in answers {
                #expect(answer.status == 201 && answer.body["run"]?.integer == number, "\(answer)")
                #expect(
                    answer.body["state"] == "completed" && answer.body["lineCount"]?.integer ?? 0 > 0 && answer.body == answers[0].body)
            }
            try await tell(
                0..<60, as: "moving-\(number)",
                { _ in ["command": "change-employer", "effectiveOn": "2026-05-01", "employer": .string("F\(number)")] },
                on: service.serving)
        }
        // Without a key the later one is refused, also when it is the same request, sent again.
        let kind: JSON = ["kind": "regular", "month": .string(month.next.description)]
        let asking = [service.serving, other.serving].map { serving in Task { try await ask(kind, key: nil, of: serving) } }
        var made = 0
        for asking in asking {
            let answer = try await asking.value
            if answer.status == 201 {
                made += 1
            } else {
                #expect(answer.status == 409 && ["run.inProgress", "run.monthAlreadyCalled"].contains(answer.body["rule"]), "\(answer)")
            }
        }
        #expect(made <= 1)
        let runs = try await runs(of: service.serving)
        #expect(runs.map { $0["run"]?.integer } == (1...(number + 1)).reversed().map { $0 })
        #expect(runs.allSatisfy { $0["state"] == "completed" })
        await other.stop()
        #expect(try await service.verify()["madeAgain"]?.array?.count == number + 1)
    }
}

extension String {
    /// Twelve digits.
    fileprivate init(format number: Int) {
        let digits = String(number)
        self = String(repeating: "0", count: 12 - digits.utf8.count) + digits
    }
}
