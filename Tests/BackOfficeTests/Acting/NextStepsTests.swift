import CivilTime
import ContractService
import ContractTesting
import Contracts
import HTML
import Testing
import Words

@testable import BackOffice

/// What a clerk does next, once a fact is recorded.
@Suite struct NextStepsTests {
    private func steps(after version: Int) throws -> NextSteps {
        let contract = try ExampleLife.contract(version, asOf: "2026-09-23T08:00:00Z")
        let id = try #require(ContractID("8478e081-f7a1-5b28-8712-599e98b277cf"))
        return NextSteps(after: ExampleLife.events[version - 1].fact, in: contract, of: id, language: .french)
    }

    @Test func `after a request to continue without a mandate, the mandate is the step, and need not be told again`() throws {
        let steps = try steps(after: 5)
        #expect(steps.steps.map(\.command) == [.registerMandate])
        #expect(steps.settle(.mandateMissing) && !steps.settle(.proofOverdue) && !steps.settle(.childReaching12))
    }

    @Test func `an unpaid absence leads to the request, and its deadline need not be told again`() throws {
        #expect(try steps(after: 4).settle(.continuationDeadline))
    }

    @Test func `the papers of a portability are two steps with one button: one form settles both`() throws {
        let contract = try ExampleLife.contract(8, asOf: "2027-03-16T08:00:00Z")
        let id = try #require(ContractID("8478e081-f7a1-5b28-8712-599e98b277cf"))
        let steps = NextSteps(after: ExampleLife.events[7].fact, in: contract, of: id, language: .french)
        #expect(steps.steps.count == 2)
        let html = steps.html(for: .example()).description
        #expect(html.split(separator: "class=\"btn\"").count == 2 && html.contains("bulletin") && html.contains("notification"))
    }

    @Test func `what has no next step settles nothing`() throws {
        let steps = try steps(after: 6)
        #expect(steps.steps.isEmpty && WorkKind.allCases.allSatisfy { !steps.settle($0) })
    }
}
