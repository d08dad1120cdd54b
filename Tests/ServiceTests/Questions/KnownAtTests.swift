import CivilTime
import Contracts
import EventLog
import JSON
import Testing

@testable import ContractService

/// What was known, when: to the microsecond, by instant and by version, in the past and in the future.
@Suite(.timeLimit(.minutes(10))) struct KnownAtTests {
    static let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 250_000]

    @Test(arguments: [
        ("2026-04-20T09:00:00Z", nil), ("2026-04-20T09:00:00.499999Z", nil), ("2026-04-20T09:00:00.5Z", 1),
        ("2026-04-20T09:00:00.500000Z", 1),
        ("2026-04-20T11:00:00.5+02:00", 1), ("2026-04-21T08:59:59.999999Z", 1), ("2026-04-21T09:00:00Z", 3),
        ("2026-04-21T09:00:00.0000001Z", 3),
        ("9999-12-31T23:59:59Z", 3), ("0001-01-01T00:00:00Z", nil),
    ])
    func `events recorded exactly then are known`(instant: String, version: Int?) async throws {
        try await withLife { service, contract in
            let knownAt = try #require(KnownAt(instant))
            for question: Question in [
                .timeline, .events, .coverage(on: "2026-05-01"), .cotisation(month: "2026-05", comparedWith: nil),
                .eligibility(on: "2026-05-01"),
            ] {
                let answer = await Outcome { try await service.answer(question, of: contract, knownAt: knownAt) }
                #expect(answer.answer?.version == version)
                if version == nil { #expect(answer.word == "contract.unknown") }
            }
        }
    }

    @Test func `a version is known as it was when it was recorded`() async throws {
        try await withLife { service, contract in
            for version in 1...3 {
                let answer = try await service.ask(.events, of: contract, knownAt: .version(version))
                #expect(answer["version"] == JSON(version))
                #expect(answer["knownAt"] == (version == 1 ? "2026-04-20T09:00:00.500000Z" : "2026-04-21T09:00:00Z"))
                #expect(answer["events"]?.array?.count == version)
                // The third annuls the second, and the second does not know it.
                #expect(answer[path: "events.1.rescindedBy"] == (version == 3 ? 3 : nil))
            }
            for version in [0, 4, .max] {
                #expect(
                    await Outcome { try await service.ask(.timeline, of: contract, knownAt: .version(version)) }.word == "contract.unknown")
            }
        }
    }

    @Test func `a contract is read as known and as it is at present`() async throws {
        try await withLife { service, contract in
            for (knownAt, version) in [(.version(1), 1), (.instant("2026-04-20T09:00:00.5Z"), 1), (.now, 3)] as [(KnownAt, Int)] {
                let read = try await service.questions.contract(contract, knownAt: knownAt)
                #expect(read.known.version == version && read.present.version == 3)
                #expect(try await service.ask(.timeline, of: contract, knownAt: knownAt) == read.timeline)
            }
            for knownAt in [KnownAt.version(4), .instant("2026-01-01T00:00:00Z")] {
                #expect(
                    await Outcome { try await service.questions.contract(contract, knownAt: knownAt) }.word == "contract.unknown")
            }
        }
    }

    @Test func `an adjustment is what a month comes to now, less what it came to then`() async throws {
        try await withLife { service, contract in
            func adjustment(since before: KnownAt) async throws -> [Int?] {
                let answer = try await service.ask(.cotisation(month: "2026-05", comparedWith: before), of: contract)
                return ["employerToInsurerCents", "agentToInsurerCents", "employerToAgentCents"].map { answer["adjustment"]?[$0]?.integer }
            }
            #expect(try await adjustment(since: .instant("2026-04-20T09:00:00.5Z")) == [0, 0, 0])
            #expect(try await adjustment(since: .version(2)) == [0, -85, 0])
            #expect(try await adjustment(since: .version(3)) == [0, 0, 0])
            #expect(try await adjustment(since: .instant("2026-01-01T00:00:00Z")) == [4063, 3665, 0])
            let unknown = await Outcome { try await service.ask(.cotisation(month: "2026-05", comparedWith: .version(9)), of: contract) }
            #expect(unknown.word == "contract.unknown")
            let plain = try await service.ask(.cotisation(month: "2026-05", comparedWith: nil), of: contract)
            #expect(plain["adjustment"] == nil)
        }
    }

    @Test func `a clock behind that of another process neither hides what is recorded nor goes back in the log`() async throws {
        try await withService { made in
            let ahead = InterruptedClock(at: "2026-05-20T12:00:00Z")
            let behind = InterruptedClock(at: "2026-05-20T11:00:00Z")
            let contract = try await made.another(clock: ahead).affiliated()
            let service = made.another(clock: behind)
            #expect(try await service.ask(.timeline, of: contract)["knownAt"] == "2026-05-20T12:00:00Z")
            let told = try await service.tell(.declarePay, Self.pay, of: contract)
            #expect(told.body["recordedAt"] == "2026-05-20T12:00:00Z")
            #expect(try await service.version(of: contract) == 2)
            let earlier = await Outcome { try await service.ask(.timeline, of: contract, knownAt: .instant("2026-05-20T11:59:59Z")) }
            #expect(earlier.word == "contract.unknown")
            _ = try await EventLog.verify(made.database)
        }
    }

    @Test func `an answer tells who recorded what, when, where in the log, and what was told`() async throws {
        try await withLife { service, contract in
            let events = try await service.ask(.events, of: contract)["events"]
            let expected: JSON = [
                "version": 2, "type": "payDeclared", "effectiveOn": "2026-05-01", "recordedAt": "2026-04-21T09:00:00Z",
                "recordedBy": "clerk",
                "position": 2, "rescindedBy": 3, "data": Self.pay,
            ]
            #expect(events?[1] == expected)
            #expect(events?[2]?["effectiveOn"] == .null)
        }
    }

    /// Runs the body with a contract that was affiliated at half a second past nine; a day later a pay is declared, and annulled at once.
    private func withLife(_ body: (ContractService, ContractID) async throws -> Void) async throws {
        try await withService { made in
            #expect(made.clock.set("2026-04-20T09:00:00.5Z"))
            let contract = try await made.contracts.affiliated()
            #expect(made.clock.set("2026-04-21T09:00:00Z"))
            try await made.contracts.tell(.declarePay, Self.pay, of: contract)
            try await made.contracts.tell(.rescind, ["version": 2, "reason": "wrong agent"], of: contract)
            try await body(made.contracts, contract)
        }
    }
}
