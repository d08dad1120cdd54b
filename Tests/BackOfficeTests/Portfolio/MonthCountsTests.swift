import CivilTime
import ContractTesting
import Contracts
import HTML
import JSON
import Testing

@testable import BackOffice

@Suite struct MonthCountsTests {
    private func line(_ month: String, _ by: String, _ value: String, _ count: Int) -> JSON {
        ["month": .string(month), "by": .string(by), "value": .string(value), "count": JSON(count)]
    }

    @Test func `counts stand month by month, what is missing as nothing`() {
        let counts = MonthCounts([
            line("2026-10", "state", "covered", 4), line("2026-10", "standing", "active", 3), line("2026-11", "state", "covered", 5),
        ])
        #expect(counts.months.map(\.description) == ["2026-10", "2026-11"])
        #expect(counts[Cover.State.covered] == [4, 5] && counts[Standing.active] == [3, 0] && counts[Cover.State.lapsed] == [0, 0])
    }

    @Test func `flows are summed by employer, the greatest first`() {
        func total(_ employer: JSON, _ standing: String, _ cents: Int) -> JSON {
            [
                "employer": employer, "standing": .string(standing), "contracts": 2,
                "due": ["employerToInsurerCents": JSON(cents), "agentToInsurerCents": 1, "employerToAgentCents": 0],
            ]
        }
        let flows = EmployerFlows([total("A", "active", 10), total("B", "active", 30), total("A", "suspended", 5), total(nil, "ended", 0)])
        #expect(flows.lines.map(\.employer) == ["B", "A", nil])
        #expect(flows.lines.map(\.received.cents) == [31, 17, 1] && flows.lines[1].contracts == 4)
        #expect(flows.total.contracts == 8 && flows.total.received.cents == 49)
    }

    @Test(arguments: [(0, 10, 0), (10, 10, 72), (5, 10, 36), (1, 100_000, 2), (0, 0, 0)])
    func `a bar is as high as its value, and what is not nothing can be seen`(value: Int, highest: Int, height: Int) {
        #expect(BarChart.height(of: value, highest: highest) == height)
    }

    @Test func `a chart names itself, and has a bar for each value`() {
        let chart = BarChart(title: "Couverture", description: "De 1 à 2.", values: [1, 2], ends: ("oct.", "nov."), id: "c").html
            .description
        #expect(chart.contains("role=\"img\"") && chart.contains("<title id=\"c-t\">Couverture</title>") && !chart.contains("style="))
        #expect(chart.split(separator: "<rect").count == 3 && chart.contains("x=\"5.00%\"") && chart.contains("x=\"55.00%\""))
    }

    @Test func `what is made quickly is not kept`() async throws {
        let answers = KeptAnswers<Int>(slow: .seconds(86_400))
        let now = instant("2026-11-29T10:00:00Z")
        #expect(try await answers.answer("a", at: now, patience: .seconds(600)) { 1 }?.answer == 1)
        #expect(try await answers.answer("a", at: now, patience: .seconds(600)) { 2 }?.answer == 2)
    }

    @Test func `who does not wait gets nothing yet, and what is made slowly is kept`() async throws {
        let answers = KeptAnswers<Int>(slow: .zero)
        let now = instant("2026-11-29T10:00:00Z")
        // It is made when the gate opens, however busy the machine is.
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let gated: @Sendable () async throws -> Int = {
            for await _ in gate { break }
            return 3
        }
        #expect(try await answers.answer("b", at: now, patience: .milliseconds(1), make: gated) == nil)
        opening.yield()
        #expect(try await answers.answer("b", at: now, patience: .seconds(600)) { 4 }?.answer == 3)
        #expect(try await answers.answer("b", at: now, patience: .seconds(600)) { 5 }?.answer == 3)
    }
}
