import CivilTime
import Contracts
import DatabaseSchema
import JSON
import Postgres
import Testing

@testable import ContractService

/// What is remembered is what the log holds, or is not used.
@Suite(.timeLimit(.minutes(10))) struct MemoryTests {
    private static let end: JSON = ["lastDay": "2026-05-31", "reason": "resignation"]
    private static let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1]

    @Test func `an answer again knows what was recorded since, whoever did`() async throws {
        try await withService { made in
            _ = made.clock.set("2026-05-20T09:00:00Z")
            let other = made.another()
            let contract = try await made.contracts.affiliated()
            for version in 1...6 {
                for _ in 0..<2 {
                    let answer = try await made.contracts.answer(.timeline, of: contract, knownAt: .now)
                    #expect(answer.body == (try await made.another().answer(.timeline, of: contract, knownAt: .now)).body)
                    #expect(answer.version == version)
                }
                // One's own, and another's.
                try await (version % 2 == 0 ? other : made.contracts).tell(.declarePay, Self.pay, of: contract)
            }
        }
    }

    @Test func `what was forgotten is read again`() async throws {
        try await withService { made in
            _ = made.clock.set("2026-05-20T09:00:00Z")
            let service = made.another(remembering: 8)
            var contracts: [ContractID] = []
            for _ in 0..<12 { contracts.append(try await service.affiliated()) }
            for contract in contracts + contracts.reversed() + contracts {
                try await service.tell(.declarePay, Self.pay, of: contract)
                let answer = try await service.answer(.coverage(on: "2026-06-01"), of: contract, knownAt: .now)
                #expect(answer.body["contract"] == JSON(contract))
                #expect(answer.body == (try await made.contracts.answer(.coverage(on: "2026-06-01"), of: contract, knownAt: .now)).body)
            }
        }
    }

    @Test func `nothing is remembered of a sandbox that was emptied, though all is told again at the same instants`() async throws {
        try await withService { made in
            let sandbox = ServiceSandbox(clock: made.clock, owner: made.owner)
            let contract = ContractID.new()
            let others = [ContractID.new(), .new(), .new()]
            try await sandbox.setClock(to: "2026-05-20T09:00:00Z")
            for one in [contract] + others {
                try await made.contracts.tell(.affiliate, .affiliation(), of: one)
                try await made.contracts.tell(.endEmployment, Self.end, of: one)
            }
            let before = try await made.contracts.answer(.timeline, of: contract, knownAt: .now)

            try await sandbox.reset()
            try await sandbox.setClock(to: "2026-05-20T09:00:00Z")
            // Of one that is remembered and one that is new, together and behind one another.
            async let new = made.contracts.outcome(.affiliate, .affiliation(), of: .new())
            async let gone = made.contracts.outcome(.declarePay, Self.pay, of: others[0])
            #expect(await new.word == "accepted")
            #expect(await gone.word == "contract.unknown")
            #expect(await made.contracts.outcome(.declarePay, Self.pay, of: others[1]).word == "contract.unknown")
            for _ in 0..<12 { try await made.contracts.tell(.affiliate, .affiliation(), of: .new()) }
            #expect(await made.contracts.outcome(.declarePay, Self.pay, of: others[2]).word == "contract.unknown")
            #expect(await Outcome { try await made.contracts.answer(.timeline, of: contract, knownAt: .now) }.word == "contract.unknown")

            try await made.contracts.tell(.affiliate, .affiliation(), of: contract)
            try await made.contracts.tell(.declarePay, Self.pay, of: contract)
            let after = try await made.contracts.answer(.timeline, of: contract, knownAt: .now)
            #expect(after.version == before.version && after.body != before.body)
            #expect(after.body == (try await made.another().answer(.timeline, of: contract, knownAt: .now)).body)
        }
    }
}
