import JSON
import Testing

@testable import ContractService

/// What the vault holds of a person is replaced on a condition, by one of those who name the same state.
@Suite(.timeLimit(.minutes(10))) struct PeopleTagTests {
    @Test func `a tag is another whenever something is kept, and tells nothing of it`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await service.affiliated()
            let first = try await service.setPerson(.holder, of: contract, to: ["familyName": "Kerbrat"])
            #expect(try await service.person(.holder, of: contract).tag == first.tag)
            let second = try await service.setPerson(.holder, of: contract, to: ["familyName": "Kerbrat"])
            // The same words again have another tag: nobody can tell that they are the same.
            #expect(second.tag != first.tag && second.tag.count == 32)
            let again = await Outcome { try await service.setPerson(.holder, of: contract, to: [:], if: .held(tags: [first.tag])) }
            #expect(again.word == "person changed")
            #expect(try await service.person(.holder, of: contract).tag == second.tag)
            // A command that tells of the person changes the state as well.
            _ = try await service.setPerson(.holder, of: contract, to: ["email": "a@b.fr"], if: .held(tags: [first.tag, second.tag]))
            #expect(try await service.person(.holder, of: contract).content == ["email": "a@b.fr"])
        }
    }

    @Test func `nothing or something must be held, when that is asked for`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await service.affiliated()
            for condition: IdentityCondition in [.held(tags: nil), .held(tags: ["x"]), .held(tags: [])] {
                let outcome = await Outcome { try await service.setPerson(.holder, of: contract, to: ["phone": "0298"], if: condition) }
                #expect(outcome.word == "person changed")
            }
            #expect(await Outcome { try await service.person(.holder, of: contract) }.word == "person unknown")
            _ = try await service.setPerson(.holder, of: contract, to: ["phone": "0298"], if: .notHeld)
            let outcome = await Outcome { try await service.setPerson(.holder, of: contract, to: ["phone": "0299"], if: .notHeld) }
            #expect(outcome.word == "person changed")
            _ = try await service.setPerson(.holder, of: contract, to: ["phone": "0297"], if: .held(tags: nil))
            #expect(try await service.person(.holder, of: contract).content == ["phone": "0297"])
        }
    }

    @Test(arguments: 1...5)
    func `of many who name one state, exactly one replaces it`(round: Int) async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await service.affiliated()
            let condition: IdentityCondition
            if round == 1 {
                condition = .notHeld
            } else {
                condition = .held(tags: [try await service.setPerson(.holder, of: contract, to: ["familyName": "Before"]).tag])
            }
            let winners = await withTaskGroup(of: String?.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        let content: JSON = ["familyName": .string("Clerk \(number)")]
                        return await Outcome { try await service.setPerson(.holder, of: contract, to: content, if: condition) }.answer?.tag
                    }
                }
                return await group.reduce(into: [String]()) { tags, tag in if let tag { tags.append(tag) } }
            }
            #expect(winners.count == 1)
            #expect(try await service.person(.holder, of: contract).tag == winners.first)
        }
    }

    @Test func `what was kept in another form stays readable`() async throws {
        try await withService { made in
            let contract = try await made.contracts.affiliated()
            let old: JSON = ["familyName": "", "surname": "x", "nir": "not a number"]
            _ = try await made.contracts.people.keep(old, of: .holder, in: contract.uuid, if: .none, by: "clerk", at: made.clock.now())
            #expect(try await made.contracts.person(.holder, of: contract).content == old)
        }
    }
}
