import CivilTime
import JSON
import Testing

@testable import ContractService
@testable import Portfolio

/// A page of the log may end anywhere but within a correction.
@Suite(.timeLimit(.minutes(10))) struct WholeCorrectionTests {
    @Test(arguments: 1...6, [false, true])
    func `the projections never hold a part of a correction, wherever a page ends`(limit: Int, isRemembered: Bool) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let desk = service.contracts
            #expect(service.clock.set("2026-11-20T09:00:00Z"))
            // Both on a clock that stands still: what tells one append from the next is not the instant alone.
            let (contract, other) = (try await CorrectionTests.away(desk), try await desk.affiliated())
            try await desk.tell(.correct, CorrectionTests.moved, of: contract)
            try await desk.tell(.declarePay, ["effectiveOn": "2026-08-01", "grossMonthlyPayCents": 1], of: other)
            let back = CorrectionTests.correction(
                [6, 7], [(.suspend, CorrectionTests.leave("2026-06-05")), (.resume, CorrectionTests.back("2026-07-05"))])
            try await desk.tell(.correct, back, of: contract)

            // Versions 4 to 7 are the one correction, 8 to 11 the other.
            let parts = Set([4, 5, 6, 8, 9, 10])
            let question = PortfolioQuestion.coverage(on: "2026-06-15", employer: nil, state: nil)
            while case .moved = try await portfolio.step(limit: limit, beside: isRemembered ? desk : nil) {
                for line in try await portfolio.lines(question) { #expect(!parts.contains(line["version"]?.number ?? 0), "\(line)") }
            }
            let lines = try await portfolio.lines(question)
            #expect(lines.first { $0["contract"] == JSON(contract) }?["version"] == 11)
            #expect(try await portfolio.proof().differences.isEmpty)
        }
    }
}
