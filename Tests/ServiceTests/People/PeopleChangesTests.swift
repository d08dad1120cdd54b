import CivilTime
import Contracts
import JSON
import Testing

@testable import ContractService

/// What was kept of a person before is kept still, with who kept it and when.
@Suite(.timeLimit(.minutes(10))) struct PeopleChangesTests {
    @Test func `each value of an identity is kept, whoever replaced it`() async throws {
        try await withService { made in
            let service = made.contracts
            #expect(made.clock.set("2026-05-01T08:00:00Z"))
            let contract = ContractID.new()
            try await service.tell(
                .affiliate, .affiliation(["holder": ["bornOn": "1985-03-14", "identity": ["familyName": "A"]]]), of: contract, by: "clerk-1"
            )
            #expect(made.clock.set("2026-05-02T08:00:00Z"))
            _ = try await service.setPerson(.holder, of: contract, to: ["familyName": "B"], by: "clerk-2")
            #expect(made.clock.set("2026-05-03T08:00:00Z"))
            _ = try await service.setPerson(.holder, of: contract, to: ["familyName": "C"], if: .held(tags: nil), by: "clerk-3")
            #expect(
                try await service.personChanges(.holder, of: contract) == [
                    "contract": .string(contract.description), "person": "holder",
                    "changes": [
                        ["identity": ["familyName": "C"], "recordedBy": "clerk-3", "recordedAt": "2026-05-03T08:00:00Z"],
                        ["identity": ["familyName": "B"], "recordedBy": "clerk-2", "recordedAt": "2026-05-02T08:00:00Z"],
                        ["identity": ["familyName": "A"], "recordedBy": "clerk-1", "recordedAt": "2026-05-01T08:00:00Z"],
                    ],
                ])
            // A former name finds nobody.
            #expect(try await service.found("B").isEmpty)
        }
    }

    @Test func `of many who replace an identity at once, each value is kept once`() async throws {
        try await withService { made in
            let contract = try await made.contracts.affiliated()
            await withTaskGroup { group in
                for number in 0..<20 {
                    let service = number % 2 == 0 ? made.contracts : made.another()
                    group.addTask {
                        let identity: JSON = ["familyName": .string("Clerk \(number)")]
                        _ = await Outcome { try await service.setPerson(.holder, of: contract, to: identity, by: "clerk-\(number)") }
                    }
                }
            }
            let changes = try await made.contracts.personChanges(.holder, of: contract)["changes"]?.array ?? []
            #expect(Set(changes.compactMap { $0["identity"]?["familyName"]?.string }) == Set((0..<20).map { "Clerk \($0)" }))
            #expect(changes.count == 20)
        }
    }

    @Test func `a person of whom nothing is kept has no changes`() async throws {
        try await withService { made in
            let contract = try await made.contracts.affiliated()
            #expect(await Outcome { try await made.contracts.personChanges(.holder, of: contract) }.word == "person unknown")
            #expect(await Outcome { try await made.contracts.personChanges(.holder, of: .new()) }.word == "contract.unknown")
        }
    }
}
