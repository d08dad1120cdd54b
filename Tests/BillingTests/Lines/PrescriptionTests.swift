import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// How long an amount may be called, by payer, flow and sign.
@Suite struct PrescriptionTests {
    @Test(arguments: [
        ("2026-05", "2030-12-31", "2028-05-31", "2031-05-31"), ("2026-12", "2030-12-31", "2028-12-31", "2031-12-31"),
        ("2027-02", "2031-12-31", "2029-02-28", "2032-02-28"), ("2028-02", "2032-12-31", "2030-02-28", "2033-02-28"),
        ("2026-06", "2030-12-31", "2028-06-30", "2031-06-30"),
    ])
    func `the last day of each term`(of: String, employer: String, agent: String, credit: String) {
        let terms = MoneyExample.prescription
        #expect(terms.employer.lastDay(of: month(of)) == day(employer))
        #expect(terms.agent.lastDay(of: month(of)) == day(agent))
        #expect(terms.credit.lastDay(of: month(of)) == day(credit))
    }

    /// The lines and prescribed amounts of a month of 2026-05, run on a day.
    private func run(_ due: [(Payer, Flows)], on day: String, kind: BillingRun.Kind = .regular) -> (
        lines: [CallLine], prescribed: [PrescribedAmount]
    ) {
        let run = MoneyExample.run(1, kind, month: "2026-05", at: day)
        let rule = CallRule(from: month("2026-05"), for: run, lastCalled: nil, prescription: MoneyExample.prescription)
        let amounts = due.map { CallLine(contract: .a, month: month("2026-05"), payer: $0, origin: .call, flows: $1) }
        return rule.lines(of: .a, due: FlowsByPayer(of: amounts), called: .nothing, learnt: { .nothing })
    }

    private let employer = Payer.employer("E")

    @Test func `an employer's amount is called through 31 December of the fourth year after`() {
        #expect(run([(employer, flows(1, 2, 3))], on: "2030-12-31").lines.map(\.flows) == [flows(1, 2, 3)])
        let late = run([(employer, flows(1, 2, 3))], on: "2031-01-01")
        #expect(late.lines == [])
        #expect(
            late.prescribed == [PrescribedAmount(contract: .a, month: month("2026-05"), payer: employer, flows: flows(1, 2, 3))])
    }

    @Test func `an agent's amount is called for two years`() {
        #expect(run([(.agent, flows(0, 2, 0))], on: "2028-05-31").lines.count == 1)
        #expect(run([(.agent, flows(0, 2, 0))], on: "2028-06-01").prescribed.map(\.payer) == [.agent])
    }

    @Test func `what is given back is given back for five years, to either`() {
        for payer in [employer, .agent] {
            #expect(run([(payer, flows(0, -2, 0))], on: "2031-05-31").prescribed == [])
            #expect(run([(payer, flows(0, -2, 0))], on: "2031-06-01").lines == [])
        }
    }

    @Test func `each flow of a line is judged by its own sign`() {
        let split = run([(employer, flows(-1, 2, -3))], on: "2031-01-01")
        #expect(split.lines.map(\.flows) == [flows(-1, 0, -3)] && split.prescribed.map(\.flows) == [flows(0, 2, 0)])
    }

    @Test func `an opening has no prescription`() {
        let opening = run([(.agent, flows(0, 2, 0))], on: "2040-01-01", kind: .opening)
        #expect(opening.lines.count == 1 && opening.prescribed == [])
    }

    @Test func `a prescribed amount stays stated, run after run, and is not called`() throws {
        var office = try Office()
        office.now = instant("2026-04-20T09:00:00Z")
        try office.tell(.affiliate())
        try office.tell(.parentalLeave("2026-07-01"))
        office.now = instant("2028-07-31T22:00:00Z")
        let first = try office.run(.regular(month("2026-08")))
        // 31 July 2028 is over in Paris: the agent's July is lost, August is not.
        #expect(first.prescribed.map(\.flows) == [flows(0, 7_540, 0)])
        #expect(first.prescribed.map(\.payer) == [.agent] && first.prescribed.map(\.month) == [month("2026-07")])
        #expect(first.lines.filter { $0.payer == .agent }.map(\.month) == [month("2026-08")])
        #expect(first.figures.prescribed == flows(0, 7_540, 0))
        let again = try office.run(.catchUp)
        #expect(again.lines == [] && again.prescribed == first.prescribed)
    }
}
