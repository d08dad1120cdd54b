import JSON
import Testing

@testable import ContractService

/// An expected version is judged after the contract is known, and before any rule.
@Suite(.timeLimit(.minutes(10))) struct PreconditionTests {
    static let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 250_000]

    @Test func `the order is form, contract, version, rule`() async throws {
        try await withService { service in
            let desk = service.contracts
            let contract = try await desk.affiliated()
            let words = [
                await desk.outcome(.declarePay, ["effectiveOn": 5], of: .new(), at: 9).word,
                await desk.outcome(.declarePay, Self.pay, of: .new(), at: 9).word,
                await desk.outcome(.affiliate, .affiliation(), of: .new(), at: 9).word,
                await desk.outcome(.affiliate, .affiliation(), of: .new(), at: 0).word,
                await desk.outcome(.affiliate, .affiliation(), of: contract, at: 0).word,
                await desk.outcome(.affiliate, .affiliation(), of: contract, at: 1).word,
                await desk.outcome(.resume, ["effectiveOn": "2026-05-01"], of: contract, at: 2).word,
                await desk.outcome(.resume, ["effectiveOn": "2026-05-01"], of: contract, at: 1).word,
                await desk.outcome(.declarePay, Self.pay, of: contract, at: 1).word,
                await desk.outcome(.declarePay, Self.pay, of: contract, at: 1).word,
                await desk.outcome(.declarePay, Self.pay, of: contract, at: -1).word,
                await desk.outcome(.declarePay, Self.pay, of: contract, at: .max).word,
            ]
            #expect(
                words == [
                    "malformed /effectiveOn", "contract.unknown", "at version 0", "accepted", "at version 1", "contract.alreadyAffiliated",
                    "at version 1", "resumption.nothingToResume", "accepted", "at version 2", "at version 2", "at version 2",
                ])
        }
    }

    @Test func `of many who expect one version one is recorded, and the others are told the next`() async throws {
        try await withService { service in
            let desks = [service.contracts, service.another()]
            for _ in 0..<8 {
                let contract = try await service.contracts.affiliated()
                let words = await withTaskGroup { group in
                    for number in 0..<8 {
                        group.addTask {
                            let pay = Self.pay.with(["grossMonthlyPayCents": JSON(number)])
                            return await desks[number % 2].outcome(.declarePay, pay, of: contract, at: 1).word
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(words.sorted() == ["accepted"] + Array(repeating: "at version 2", count: 7))
                #expect(try await service.contracts.version(of: contract) == 2)
            }
        }
    }
}
