import EventLog
import JSON
import Postgres
import Testing

@testable import ContractService

/// A key stands for one command and its first answer, for as long as it is kept.
@Suite(.timeLimit(.minutes(10))) struct IdempotencyTests {
    static let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 250_000]

    @Test func `a retry gets the first answer, whatever has happened since`() async throws {
        try await withService { service in
            let contract = ContractID.new()
            let first = try await service.contracts.tell(.affiliate, .affiliation(), of: contract, key: "k")
            #expect(first.created && !first.replayed)
            try await service.contracts.tell(.declarePay, Self.pay, of: contract)
            try await service.contracts.tell(.endEmployment, ["lastDay": "2026-06-30", "reason": "resignation"], of: contract)
            let again = try await service.contracts.tell(.affiliate, .affiliation(), of: contract, key: "k")
            #expect(again.body == first.body)
            #expect(again.version == 1 && again.created && again.replayed)
            #expect(try await service.contracts.version(of: contract) == 3)
        }
    }

    @Test func `under a key that was kept long enough, the command is decided anew`() async throws {
        try await withService(isSandbox: false) { made in
            let (contract, days) = (ContractID.new(), Int64(14 * 31))
            // The clocks of log and service are fourteen months behind.
            try await made.owner.withSession { try $0.executeScript("UPDATE log.head SET clock_offset = '-\(days) days'") }
            let former = made.another(clock: OffsetClock(seconds: -days * 86_400))
            try await former.tell(.affiliate, .affiliation(), of: contract, key: "first")
            try await former.tell(.declarePay, Self.pay, of: contract, key: "second")
            await former.drain()
            try await made.owner.withSession { try $0.executeScript("UPDATE log.head SET clock_offset = '0'") }
            let service = made.another(clock: SystemClock())
            try await service.tell(.declarePay, Self.pay.with(["grossMonthlyPayCents": 1]), of: contract, key: "third")
            func retried() async -> [String] {
                [
                    await service.outcome(.affiliate, .affiliation(), of: contract, key: "first").word,
                    await service.outcome(.declarePay, Self.pay, of: contract, key: "second").word,
                    await service.outcome(.declarePay, Self.pay.with(["grossMonthlyPayCents": 1]), of: contract, key: "third").word,
                ]
            }
            #expect(await retried() == ["replayed", "replayed", "replayed"])
            #expect(try await made.database.withSession { try EventLog.dropKeys(keeping: 13, in: $0) } == 2)
            #expect(await retried() == ["contract.alreadyAffiliated", "accepted", "replayed"])
            #expect(try await service.version(of: contract) == 4)
            #expect(await retried() == ["contract.alreadyAffiliated", "replayed", "replayed"])
            await service.drain()
        }
    }

    @Test func `what was proposed runs under a key that no caller can have used`() async throws {
        try await withService { service in
            let contract = try await service.contracts.affiliated()
            let proposed = Submission(
                contract: contract, command: .declarePay, body: Self.pay, caller: "clerk", proposedBy: "another",
                idempotencyKey: "proposal 1")
            try await service.contracts.tell(.declarePay, Self.pay.with(["grossMonthlyPayCents": 1]), of: contract, key: "proposal 1")
            #expect(try await !service.contracts.submit(proposed).replayed)
            #expect(try await service.contracts.submit(proposed).replayed)
            #expect(try await service.contracts.version(of: contract) == 3)
        }
    }

    @Test func `the same members in another order are the same body`() async throws {
        try await withService { service in
            let contract = try await service.contracts.affiliated()
            let other: JSON = ["grossMonthlyPayCents": 250_000, "effectiveOn": "2026-05-01"]
            let words = [
                await service.contracts.outcome(.declarePay, Self.pay, of: contract, key: "k").word,
                await service.contracts.outcome(.declarePay, other, of: contract, key: "k").word,
                try await service.contracts.tell(.declarePay, Self.pay, of: contract, key: "k").replayed.description,
            ]
            #expect(words == ["accepted", "replayed", "true"])
            #expect(try await service.contracts.version(of: contract) == 2)
        }
    }

    /// What a key is asked for once it stands for a declaration of pay.
    struct Retry: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let command: CommandName
        let body: JSON
        var isOtherContract = false
        var version: Int?
        let word: String

        static let all = [
            Retry(testDescription: "the same", command: .declarePay, body: pay, word: "replayed"),
            Retry(
                testDescription: "the same, expecting a version long past", command: .declarePay, body: pay, version: 1, word: "replayed"),
            Retry(
                testDescription: "another amount", command: .declarePay, body: pay.with(["grossMonthlyPayCents": 250_001]), word: "mismatch"
            ),
            Retry(testDescription: "another day", command: .declarePay, body: pay.with(["effectiveOn": "2026-05-02"]), word: "mismatch"),
            Retry(testDescription: "another command", command: .resume, body: ["effectiveOn": "2026-05-01"], word: "mismatch"),
            Retry(
                testDescription: "another contract, unknown at that", command: .declarePay, body: pay, isOtherContract: true,
                word: "mismatch"),
            Retry(
                testDescription: "another body, and a version that it is not at", command: .declarePay,
                body: pay.with(["grossMonthlyPayCents": 1]),
                version: 9, word: "mismatch"),
            Retry(testDescription: "a second affiliation", command: .affiliate, body: .affiliation(), word: "mismatch"),
            Retry(
                testDescription: "no body to speak of", command: .declarePay, body: ["effectiveOn": "2026-05-01"],
                word: "malformed /grossMonthlyPayCents"),
        ]
    }

    @Test(arguments: Retry.all)
    func `a key is judged before contract, version and rules, and after the form`(retry: Retry) async throws {
        try await withService { service in
            let contract = try await service.contracts.affiliated()
            try await service.contracts.tell(.declarePay, Self.pay, of: contract, key: "k")
            try await service.contracts.tell(.changeEmployer, ["effectiveOn": "2026-05-01", "employer": "X"], of: contract)
            let other = retry.isOtherContract ? ContractID.new() : contract
            let word = await service.contracts.outcome(retry.command, retry.body, of: other, key: "k", at: retry.version).word
            #expect(word == retry.word)
            #expect(try await service.contracts.version(of: contract) == 3)
        }
    }

    @Test func `a refusal is not kept: its retry is decided anew, and its key is free`() async throws {
        try await withService { service in
            let contract = try await service.contracts.affiliated()
            let resume: JSON = ["effectiveOn": "2026-06-01"]
            #expect(await service.contracts.outcome(.resume, resume, of: contract, key: "k").word == "resumption.nothingToResume")
            #expect(await service.contracts.outcome(.resume, resume, of: contract, key: "k", at: 7).word == "at version 1")
            try await service.contracts.tell(
                .suspend, ["effectiveOn": "2026-05-01", "cause": "studies", "income": "none"], of: contract)
            #expect(await service.contracts.outcome(.resume, resume, of: contract, key: "k").word == "accepted")
            #expect(await service.contracts.outcome(.resume, resume, of: contract, key: "k").word == "replayed")

            #expect(await service.contracts.outcome(.resume, resume, of: contract, key: "free").word == "resumption.nothingToResume")
            #expect(await service.contracts.outcome(.declarePay, Self.pay, of: contract, key: "free").word == "accepted")
        }
    }

    @Test func `an acceptance without an event is kept too`() async throws {
        try await withService { service in
            let desk = service.contracts
            let contract = try await desk.affiliated()
            try await desk.startPortability(of: contract)
            let proof: JSON = ["month": "2026-07", "compensated": true]
            try await desk.tell(.recordFranceTravailProof, proof, of: contract)
            let first = try await desk.tell(.recordFranceTravailProof, proof, of: contract, key: "k")
            #expect(first.body["events"] == [] && first.version == 4 && !first.replayed && !first.created)
            // The proof is gone; the answer stays.
            try await desk.tell(.rescind, ["version": 4, "reason": "another agent's"], of: contract)
            let again = try await desk.tell(.recordFranceTravailProof, proof, of: contract, key: "k")
            #expect(again.body == first.body && again.replayed)
            #expect(try await desk.version(of: contract) == 5)
        }
    }

    @Test func `of many at once with one key one is recorded, and all get its answer`() async throws {
        try await withService { service in
            let desks = [service.contracts, service.another(), service.another()]
            for round in 0..<10 {
                let contract = try await service.contracts.affiliated()
                let outcomes = await withTaskGroup { group in
                    for number in 0..<12 {
                        group.addTask { await desks[number % 3].outcome(.declarePay, Self.pay, of: contract, key: "round \(round)") }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes.map(\.word).sorted() == ["accepted"] + Array(repeating: "replayed", count: 11))
                #expect(Set(outcomes.compactMap { $0.answer?.body }).count == 1)
                #expect(try await service.contracts.version(of: contract) == 2)
            }
        }
    }

    @Test func `of two bodies at once under one key one is recorded, and the other is a mismatch`() async throws {
        try await withService { service in
            let other = service.another()
            for round in 0..<10 {
                let contract = try await service.contracts.affiliated()
                async let one = service.contracts.outcome(.declarePay, Self.pay, of: contract, key: "round \(round)")
                async let two = other.outcome(.declarePay, Self.pay.with(["grossMonthlyPayCents": 1]), of: contract, key: "round \(round)")
                #expect(await [one.word, two.word].sorted() == ["accepted", "mismatch"])
                #expect(try await service.contracts.version(of: contract) == 2)
            }
        }
    }

    @Test func `the same key of two callers is two keys`() async throws {
        try await withService { service in
            let contract = try await service.contracts.affiliated()
            // Callers whose names could be taken for the beginning of a key, and those who share a key letter by letter.
            let callers = [("a", "b/c"), ("a/b", "c"), ("a%2Fb", "c"), ("", "a/b/c"), ("a b", "c"), ("a", "b c"), ("content:0", "c")]
            for (place, (caller, key)) in callers.enumerated() {
                let body = Self.pay.with(["grossMonthlyPayCents": JSON(place)])
                #expect(
                    await service.contracts.outcome(.declarePay, body, of: contract, key: key, by: caller).word == "accepted", "\(caller)")
            }
            for desk in [service.contracts, service.another()] {
                for (place, (caller, key)) in callers.enumerated() {
                    let body = Self.pay.with(["grossMonthlyPayCents": JSON(place)])
                    #expect(await desk.outcome(.declarePay, body, of: contract, key: key, by: caller).word == "replayed", "\(caller)")
                    #expect(await desk.outcome(.declarePay, Self.pay, of: contract, key: key, by: caller).word == "mismatch", "\(caller)")
                }
            }
            // Decided anew, a repetition is refused by the rules, or records the same once more.
            #expect(
                await service.contracts.outcome(.affiliate, .affiliation(), of: contract, key: "c", by: "d").word
                    == "contract.alreadyAffiliated")
            #expect(try await service.contracts.version(of: contract) == 1 + callers.count)
            #expect(try await EventLog.verify(service.database).position == Int64(1 + callers.count))
        }
    }

    @Test func `of two callers at once under one key each is decided, on the desk and in bulk`() async throws {
        try await withService { service in
            let desks = [service.contracts, service.another(), service.another()]
            for round in 0..<6 {
                let contract = try await service.contracts.affiliated()
                let line = SpokenLine(contract: contract, command: .declarePay, body: Self.pay, key: "round \(round)")
                let words = await withTaskGroup { group in
                    for number in 0..<12 {
                        group.addTask {
                            let (desk, caller) = (desks[number % 3], number % 2 == 0 ? "one" : "two")
                            if number % 4 < 2 {
                                return await desk.outcome(.declarePay, Self.pay, of: contract, key: line.key, by: caller).word
                            }
                            let answers = try? await desk.submitAll([line.line(1)], caller: caller)
                            return answers?.first.map { Outcome($0.outcome).word } ?? "none"
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(words.sorted() == ["accepted", "accepted"] + Array(repeating: "replayed", count: 10))
                #expect(try await service.contracts.version(of: contract) == 3)
            }
        }
    }

    @Test(arguments: [
        ("", false), ("k", true), (String(repeating: "é", count: 127), true), (String(repeating: "é", count: 128), false),
        ("a\u{0}b", false),
    ])
    func `a key has between 1 and 255 bytes, and no null`(key: String, isTaken: Bool) async throws {
        try await withService { service in
            let word = await service.contracts.outcome(.affiliate, .affiliation(), of: .new(), key: key).word
            #expect(word == (isTaken ? "accepted" : "malformed Idempotency-Key"))
        }
    }
}
