import CivilTime
import ContractTesting
import Contracts
import Testing

@testable import Billing

/// Sums by payer and month.
@Suite struct FlowsByPayerTests {
    private func line(_ payer: Payer, _ text: String, _ amount: Flows) -> CallLine {
        CallLine(contract: .a, month: month(text), payer: payer, origin: .call, flows: amount)
    }

    private let employer = Payer.employer("E")

    @Test func `lines of any order are summed by payer and month`() {
        let sums = FlowsByPayer(of: [
            line(.agent, "2026-07", flows(0, 1, 0)), line(employer, "2026-06", flows(1, 2, 3)), line(employer, "2026-09", flows(5, 5, 5)),
            line(employer, "2026-06", flows(10, 0, -3)), line(employer, "2026-07", flows(11, 2, 0)),
        ])
        #expect(sums.entries.map(\.payer) == [employer, .agent])
        #expect(
            sums[employer].runs.map(\.value) == [.zero, flows(11, 2, 0), .zero, flows(5, 5, 5), .zero])
        #expect(sums[employer].runs.map(\.from) == [nil, month("2026-06"), month("2026-08"), month("2026-09"), month("2026-10")])
        #expect(sums[.agent][month("2026-07")] == flows(0, 1, 0) && sums[.agent][month("2026-08")] == .zero)
    }

    @Test func `what comes to nothing is not there`() {
        let one = FlowsByPayer(of: [line(employer, "2026-06", flows(1, 2, 3)), line(.agent, "2026-06", flows(0, 1, 0))])
        let other = FlowsByPayer(of: [line(employer, "2026-06", flows(-1, -2, -3))])
        #expect((one + other).entries.map(\.payer) == [.agent])
        #expect(one - one == .nothing && FlowsByPayer(of: []) == .nothing)
        #expect(one + other - one == other && FlowsByPayer.nothing - other == FlowsByPayer(of: [line(employer, "2026-06", flows(1, 2, 3))]))
    }

    @Test func `amounts come by month and then by payer, within bounds`() {
        let sums = FlowsByPayer(of: [
            line(.agent, "2026-06", flows(0, 1, 0)), line(employer, "2026-05", flows(1, 0, 0)), line(employer, "2026-06", flows(1, 0, 0)),
            line(employer, "2026-07", flows(1, 0, 0)), line(.employer("D"), "2026-06", flows(2, 0, 0)),
        ])
        let amounts = sums.amounts(in: month("2026-06")...month("2026-07"))
        #expect(amounts.map(\.month) == [month("2026-06"), month("2026-06"), month("2026-06"), month("2026-07")])
        #expect(amounts.map(\.payer) == [.employer("D"), employer, .agent, employer])
        #expect(amounts.map(\.flows) == [flows(2, 0, 0), flows(1, 0, 0), flows(0, 1, 0), flows(1, 0, 0)])
    }

    @Test func `sums are stored as runs, and are the same when they are read again`() throws {
        let sums = FlowsByPayer(of: [
            line(.agent, "2026-07", flows(0, 1, 0)), line(employer, "2026-05", flows(1, 0, 0)), line(employer, "2026-06", flows(1, 0, 0)),
            line(employer, "2026-07", flows(2, 0, 0)), line(employer, "2026-09", flows(1, 0, 0)),
        ])
        func run(_ payer: Payer, _ from: String, _ through: String?, _ amount: Flows) -> FlowsByPayer.Run {
            FlowsByPayer.Run(payer: payer, from: month(from), through: through.map { month($0) }, flows: amount)
        }
        #expect(
            sums.runs == [
                run(employer, "2026-05", "2026-06", flows(1, 0, 0)), run(employer, "2026-07", "2026-07", flows(2, 0, 0)),
                run(employer, "2026-09", "2026-09", flows(1, 0, 0)), run(.agent, "2026-07", "2026-07", flows(0, 1, 0)),
            ])
        #expect(FlowsByPayer(runs: sums.runs) == sums && FlowsByPayer(runs: []) == .nothing)
        let open = try #require(FlowsByPayer(runs: [run(employer, "2026-05", nil, flows(1, 0, 0))]))
        #expect(open[employer][month("2050-01")] == flows(1, 0, 0) && FlowsByPayer(runs: open.runs) == open)
        #expect(FlowsByPayer(runs: [run(.agent, "2026-05", nil, flows(1, 0, 0)), run(employer, "2026-05", nil, flows(1, 0, 0))]) == nil)
        #expect(
            FlowsByPayer(runs: [run(employer, "2026-05", "2026-06", flows(1, 0, 0)), run(employer, "2026-06", nil, flows(1, 0, 0))]) == nil)
        #expect(FlowsByPayer(runs: [run(employer, "2026-05", nil, flows(1, 0, 0)), run(employer, "2026-06", nil, flows(1, 0, 0))]) == nil)
        #expect(FlowsByPayer(runs: [run(employer, "2026-06", "2026-05", flows(1, 0, 0))]) == nil)
        #expect(
            FlowsByPayer(runs: [
                run(employer, "2026-05", "2026-05", flows(1, 0, 0)), run(.agent, "2026-05", nil, flows(0, 1, 0)),
                run(employer, "2026-07", nil, flows(1, 0, 0)),
            ]) == nil)
    }
}
