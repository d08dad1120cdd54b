import CivilTime
import Contracts
import EventLog
import JSON
import Synchronization
import Testing

@testable import ContractService

/// Questions that wait are read together, of which nobody is to notice anything.
@Suite(.timeLimit(.minutes(10))) struct TogetherTests {
    @Test func `each of many questions at once is answered of its own contract`() async throws {
        try await withService { made in
            var contracts: [ContractID] = []
            for _ in 0..<90 { contracts.append(try await made.contracts.affiliated()) }
            // One cannot be read: it alone is not answered.
            try await made.record("telepathy", #"{"effectiveOn":"2026-05-01"}"#, of: contracts[40], version: 2)
            let unknown = ContractID.new()
            let asked = (contracts + [unknown]).flatMap { [$0, $0] }
            let answers = await withTaskGroup { group in
                for (place, contract) in asked.enumerated() {
                    group.addTask {
                        (place, await Outcome { try await made.contracts.answer(.coverage(on: "2026-06-01"), of: contract, knownAt: .now) })
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            for (place, contract) in asked.enumerated() {
                let answer = try #require(answers[place])
                switch contract {
                case contracts[40]: #expect(answer.word.hasPrefix("fault"))
                case unknown: #expect(answer.word == "contract.unknown")
                default: #expect(answer.answer?.body["contract"] == JSON(contract) && answer.answer?.version == 1)
                }
            }
        }
    }

    @Test func `a history with a hole is not answered from`() async throws {
        try await withService { made in
            let contract = try await made.contracts.affiliated()
            try await made.record("resumed", #"{"effectiveOn":"2026-05-01"}"#, of: contract, version: 3)
            let told = await Outcome { try await made.contracts.answer(.timeline, of: contract, knownAt: .now) }
            #expect(told.word.hasPrefix("fault"))
        }
    }

    @Test func `a command waits for the group that decides on its contract, and no other does`() async throws {
        try await withService { made in
            let clock = InterruptedClock(at: "2026-05-20T09:00:00Z")
            let service = made.another(clock: clock)
            let contract = try await service.affiliated()
            let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1]
            // The first group decides on the contract and is held up; so many others wait then that a second one begins, without the last.
            let areOthersDone = Atomic(false)
            clock.interrupt { while !areOthersDone.load(ordering: .acquiring) { await Task.yield() } }
            async let first = service.outcome(.declarePay, pay, of: contract, key: "first")
            while clock.pending > 0 { await Task.yield() }
            async let last = service.outcome(.declarePay, pay, of: contract, key: "last")
            while service.desk.queueLength < 1 { await Task.yield() }
            let others = await withTaskGroup { group in
                for _ in 0..<100 { group.addTask { await service.outcome(.affiliate, .affiliation(), of: .new()).word } }
                return await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(others == ["accepted"])
            areOthersDone.store(true, ordering: .releasing)
            #expect(await first.answer?.version == 2)
            #expect(await last.answer?.version == 3)
        }
    }
}
