import Billing
import CivilTime
import Contracts
import Testing

@testable import BillingService

/// Some contracts stand for the others of a run: few are kept, and all are counted.
@Suite(.timeLimit(.minutes(10))) struct RunExamplesTests {
    private func line(_ contract: UInt128, _ month: Month, _ origin: CallLine.Origin = .adjustment) -> CallLine {
        CallLine(
            contract: BilledContract(bits: contract), month: month, payer: .agent, origin: origin,
            flows: Flows(employerToInsurer: .zero, agentToInsurer: Money(cents: 100), employerToAgent: .zero))
    }

    private func held(_ contract: UInt128) -> HeldDebit {
        HeldDebit(contract: BilledContract(bits: contract), amount: Money(cents: 1), reason: .mandateMissing)
    }

    @Test func `of each cause, of those adjusted and of those held the first contracts are kept, and those adjusted are counted`() {
        var examples = RunExamples(limit: 2)
        for contract in 1...3 as ClosedRange<UInt128> {
            examples.take(BilledContract(bits: contract), .joined, .zero)
            examples.take(BilledContract(bits: contract), .pay, .zero)
        }
        var part = RunPart()
        part.lines = [line(1, "2026-04"), line(1, "2026-05"), line(2, "2026-05", .call), line(3, "2026-04")]
        part.held = [held(1)]
        examples.take(part)
        part.lines = [line(4, "2026-04"), line(5, "2026-04", .cancellation), line(6, "2026-04"), line(6, "2026-05")]
        part.held = [held(4), held(6)]
        examples.take(part)
        #expect(examples.changed.mapValues { $0.map(\.contract.bits) } == [.joined: [1, 2], .pay: [1, 2]])
        #expect(examples.adjusted.map(\.contract.bits) == [1, 3] && examples.adjustedCount == 4)
        #expect(examples.adjusted[0].lines.map(\.month) == ["2026-04", "2026-05"])
        #expect(examples.adjusted.map(\.lines.count) == [2, 1])
        #expect(examples.adjusted[0].flows.agentToInsurer == Money(cents: 200))
        #expect(examples.held.map(\.contract.bits) == [1, 4])
    }

    @Test func `with a limit of none nothing is kept`() {
        var examples = RunExamples(limit: 0)
        var part = RunPart()
        part.lines = [line(1, "2026-04")]
        part.held = [held(1)]
        examples.take(part)
        examples.take(BilledContract(bits: 1), .left, .zero)
        #expect(examples.adjusted.isEmpty && examples.held.isEmpty && examples.adjustedCount == 1)
        let isEmpty = examples.changed.values.allSatisfy { $0.isEmpty }
        #expect(isEmpty)
    }
}
