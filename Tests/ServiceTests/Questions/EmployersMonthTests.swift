import CivilTime
import Contracts
import JSON
import Testing

@testable import ContractService

/// Which months are an employer's, and what they see of them.
@Suite(.timeLimit(.minutes(10))) struct EmployersMonthTests {
    private static let (old, new) = ("0290012E", "0750001A")

    /// What an employer is answered; nil when the month is not theirs.
    private func month(
        _ month: Month, of contract: ContractID, for employer: String, comparedWith before: KnownAt? = nil, knownAt: KnownAt = .now,
        in service: ServiceUnderTest
    ) async throws -> JSON? {
        do {
            return try await service.contracts.ask(
                .cotisationForEmployer(employer, month: month, comparedWith: before), of: contract, knownAt: knownAt)
        } catch ServiceError.refused(.contractUnknown, _, _, _) { return nil }
    }

    @Test func `a month is of the one who employs on the day that decides it, as known at either instant`() async throws {
        try await withService { service in
            let sandbox = ServiceSandbox(clock: service.clock, owner: service.owner)
            try await sandbox.setClock(to: "2026-03-02T09:00:00Z")
            let contract = try await service.contracts.affiliated()
            try await sandbox.setClock(to: "2026-07-01T09:00:00Z")
            // Told late: the old employer has paid for May and June.
            try await service.contracts.tell(.changeEmployer, ["effectiveOn": "2026-04-15", "employer": .string(Self.new)], of: contract)
            func whose(_ asked: Month, comparedWith before: KnownAt? = nil, knownAt: KnownAt = .now) async throws -> [String] {
                var names: [String] = []
                for employer in [Self.old, Self.new, "nobody"] {
                    let answer = try await month(
                        asked, of: contract, for: employer, comparedWith: before, knownAt: knownAt, in: service)
                    if answer != nil { names.append(employer) }
                }
                return names
            }
            let before = KnownAt.instant("2026-06-30T00:00:00Z")
            #expect(try await whose("2026-02") == [])
            #expect(try await whose("2026-03") == [Self.old])
            #expect(try await whose("2026-04") == [Self.old], "the first decides April")
            #expect(try await whose("2026-05") == [Self.new])
            #expect(try await whose("2026-05", knownAt: before) == [Self.old])
            #expect(try await whose("2026-05", comparedWith: before) == [Self.old, Self.new])
            #expect(try await whose("2026-05", comparedWith: .instant("2026-01-01T00:00:00Z")) == [Self.new])
            #expect(try await whose("2026-05", knownAt: .instant("2026-01-01T00:00:00Z")) == [])
        }
    }

    @Test func `they see flows and collection, and the agent's flow only where it is collected by payroll`() async throws {
        try await withService { service in
            let sandbox = ServiceSandbox(clock: service.clock, owner: service.owner)
            try await sandbox.setClock(to: "2026-03-02T09:00:00Z")
            let contract = try await service.contracts.affiliated()
            let active = try #require(try await month("2026-05", of: contract, for: Self.old, comparedWith: .version(1), in: service))
            let names = ["contract", "month", "knownAt", "due", "collection", "adjustment", "comparedWith"]
            #expect(active.object?.members.map(\.key) == names)
            #expect(active["collection"]?["method"] == "payroll" && (active["due"]?["agentToInsurerCents"]?.number ?? 0) > 0)
            #expect(active["adjustment"]?["agentToInsurerCents"] == 0)

            try await sandbox.setClock(to: "2026-06-01T09:00:00Z")
            try await service.contracts.tell(
                .startTemporaryCessation, ["effectiveOn": "2026-05-01", "cause": "parentalLeave"], of: contract)
            let before = KnownAt.instant("2026-05-31T00:00:00Z")
            let away = try #require(try await month("2026-05", of: contract, for: Self.old, comparedWith: before, in: service))
            #expect(away["collection"]?["method"] == "directDebit" && away["due"]?["agentToInsurerCents"] == nil)
            #expect((away["due"]?["employerToAgentCents"]?.number ?? 0) > 0)
            // By the difference they could reckon what the agent pays now.
            #expect(away["adjustment"]?["agentToInsurerCents"] == nil && away["adjustment"]?["employerToInsurerCents"] != nil)

            try await service.contracts.tell(.endEmployment, ["lastDay": "2026-06-30", "reason": "endOfContract"], of: contract)
            #expect(try await month("2026-06", of: contract, for: Self.old, in: service) != nil)
            #expect(
                try await month("2026-07", of: contract, for: Self.old, in: service) == nil, "the employer is kept, the employment ended")
        }
    }

    @Test func `the holder reads events without who recorded them, and without words`() async throws {
        try await withService { service in
            let contract = try await service.contracts.affiliated()
            try await service.contracts.tell(.declarePay, ["effectiveOn": "2026-04-01", "grossMonthlyPayCents": 1], of: contract)
            try await service.contracts.tell(.rescind, ["version": 2, "reason": "Typed wrong."], of: contract)
            try await service.contracts.tell(.endEmployment, ["lastDay": "2026-06-30", "reason": "retirement"], of: contract)
            let all = try await service.contracts.ask(.events, of: contract)
            let theirs = try await service.contracts.ask(.eventsForHolder, of: contract)
            #expect(all["events"]?.array?.count == 4 && theirs["events"]?.array?.count == 4)
            #expect(all[path: "events.2.data.reason"] == "Typed wrong." && all[path: "events.2.recordedBy"] == "clerk")
            #expect(theirs[path: "events.2.data"] == ["version": 2])
            #expect(theirs["events"]?.array?.contains { $0["recordedBy"] != nil } == false)
            #expect(theirs[path: "events.3.data.reason"] == "retirement", "of a closed list")
            #expect(theirs[path: "events.1.rescindedBy"] == 3)
        }
    }

    @Test func `a bulk that may not annul refuses what annuls, and nothing else`() async throws {
        try await withService { service in
            let contract = try await service.contracts.affiliated()
            let bodies = [
                #""command":"resume","effectiveOn":"2026-04-01"}"#, #""command":"rescind","version":1,"reason":"x"}"#,
                #""command":"correct","reason":"x","rescind":[1],"commands":[]}"#,
                #""command":"declare-pay","effectiveOn":"2026-04-01","grossMonthlyPayCents":1}"#,
            ]
            let lines = bodies.enumerated().map { BulkLine(number: $0 + 1, bytes: Array(#"{"contract":"\#(contract)",\#($1)"#.utf8)) }
            let chunks = AsyncStream<[BulkLine]> { stream in
                stream.yield(lines)
                stream.finish()
            }
            var words: [String] = []
            try await service.contracts.submitAll(chunks, caller: "clerk", mayAnnul: false) { answers in
                words += answers.map { Outcome($0.outcome).word }
            }
            #expect(words.count == 4 && words[1] == "not permitted" && words[2] == "not permitted" && words[3] == "accepted")
            #expect(words[0] != "not permitted")
            #expect(try await service.contracts.version(of: contract) == 2)
        }
    }
}
