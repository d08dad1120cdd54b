import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// The lines of runs (`call.line`): what is due, less all lines before.
@Suite struct CallLineTests {
    private func office(_ at: String = "2026-04-20T09:00:00Z", _ facts: Fact...) throws -> Office {
        var office = try Office()
        office.now = instant(at)
        for fact in facts { try office.tell(fact) }
        return office
    }

    @Test func `a contract seen late is called its earlier months as adjustments`() throws {
        var office = try office("2026-04-20T09:00:00Z", .affiliate())
        office.now = instant("2026-06-20T07:00:00Z")
        try office.run(.regular(month("2026-07")))
        try office.tell(.affiliate("2026-06-01"), to: .b)
        let next = try office.run(.regular(month("2026-08")))
        let own = next.lines.filter { $0.contract == .b }
        #expect(own.map(\.month) == ["2026-06", "2026-07", "2026-08"].map { month($0) })
        #expect(own.map(\.origin) == [.adjustment, .adjustment, .call])
        #expect(own.map(\.learnt.events) == [[1], [1], []])
    }

    @Test func `a tariff corrected late is called with the instant from which it is known`() throws {
        var office = try office("2026-04-20T09:00:00Z", .affiliate())
        office.now = instant("2027-05-20T07:00:00Z")
        try office.run(.regular(month("2027-06")))
        office.now = instant("2027-06-20T07:00:00Z")
        let next = try office.run(.regular(month("2027-07")))
        let known = Learnt(events: [], parameters: [instant("2027-06-10T00:00:00Z")])
        #expect(next.lines.map(\.month) == ["2027-05", "2027-06", "2027-07"].map { month($0) })
        #expect(next.lines.map(\.learnt) == [known, known, .nothing])
        #expect(next.lines.map(\.flows) == [flows(45, 18, 0), flows(45, 18, 0), flows(3_950, 3_580, 0)])
    }

    @Test func `a death takes back the months after it`() throws {
        var office = try office("2026-04-20T09:00:00Z", .affiliate())
        office.now = instant("2026-06-20T07:00:00Z")
        try office.run(.regular(month("2026-07")))
        try office.tell(.end("2026-05-20", .death))
        let next = try office.run(.catchUp)
        #expect(next.lines.map(\.month) == [month("2026-06"), month("2026-07")])
        #expect(next.lines.allSatisfy { $0.flows == flows(-3_770, -3_508, 0) && $0.origin == .adjustment && $0.learnt.events == [2] })
    }

    @Test func `cancelling takes back lines, and the month can be called again with what was learnt before it`() throws {
        var office = try office("2026-04-20T09:00:00Z", .affiliate())
        office.now = instant("2026-06-20T07:00:00Z")
        try office.run(.regular(month("2026-05")))
        try office.tell(.pay("2026-05-01", 300_000))
        let second = try office.run(.regular(month("2026-06")))
        let cancelling = try office.run(.cancelling(2))
        #expect(cancelling.lines.map(\.origin) == [.cancellation, .cancellation])
        #expect(
            cancelling.lines.map(\.flows) == second.lines.map { .zero - $0.flows }
                && cancelling.lines.map(\.learnt) == [.nothing, .nothing])
        #expect(
            cancelling.figures.called == .zero && cancelling.figures.adjusted == .zero - second.figures.called - second.figures.adjusted)
        #expect(cancelling.run.month == month("2026-05") && office.book.cancelledBy(2) == 3)
        #expect(office.balances[.employer("0750001A")] == Money(cents: 7_278))
        let again = try office.run(.regular(month("2026-06")))
        #expect(again.lines == second.lines && again.run.number == 4)
    }

    @Test func `an opening counts as called, and has no statement, debit or entry; nor has what cancels it`() throws {
        var office = try office("2026-04-20T09:00:00Z", .affiliate(), .mandate("2026-05-01", "RUM-1"), .parentalLeave("2026-06-01"))
        office.now = instant("2026-06-20T07:00:00Z")
        let opening = try office.run(.opening(month("2026-06")))
        #expect(opening.lines.count == 3 && opening.presentation == nil && opening.explanation.items == [])
        #expect(office.entries == [] && office.statement(1, "0750001A") == nil)
        try office.run(.cancelling(1))
        #expect(office.entries == [] && office.statement(2, "0750001A") == nil)
        try office.run(.opening(month("2026-06")))
        let next = try office.run(.regular(month("2026-07")))
        #expect(next.lines.map(\.month) == [month("2026-07"), month("2026-07")])
        #expect(next.debits.map(\.amount) == [Money(cents: 7_540)])
    }

    @Test func `what was learnt between two runs excludes the first one's instant, and includes the second's`() {
        let recordedAt = (1...4).map { instant("2026-05-0\($0)T00:00:00Z") }
        let parameters = [instant("2026-05-02T00:00:00Z"), instant("2026-05-03T00:00:00Z")]
        let learnt = Learnt(
            recordedAt: recordedAt, parameters: parameters, after: instant("2026-05-02T00:00:00Z"),
            through: instant("2026-05-03T00:00:00Z"))
        #expect(learnt == Learnt(events: [3], parameters: [instant("2026-05-03T00:00:00Z")]))
        #expect(Learnt(recordedAt: recordedAt, parameters: parameters, after: nil, through: recordedAt[0]).events == [1])
    }

    @Test func `nothing is learnt anew for a contract without adjustments`() throws {
        let rule = CallRule(
            from: month("2026-05"), for: MoneyExample.run(1, month: "2026-05"), lastCalled: nil, prescription: MoneyExample.prescription)
        let due = FlowsByPayer(of: [CallLine(contract: .a, month: month("2026-05"), payer: .agent, origin: .call, flows: flows(0, 1, 0))])
        var asked = 0
        func learnt() -> Learnt {
            asked += 1
            return .nothing
        }
        _ = rule.lines(of: .a, due: due, called: .nothing, learnt: learnt)
        #expect(asked == 0)
        let later = CallRule(
            from: month("2026-05"), for: MoneyExample.run(2, .catchUp, month: "2026-05"), lastCalled: month("2026-05"),
            prescription: MoneyExample.prescription)
        #expect(later.lines(of: .a, due: due, called: .nothing, learnt: learnt).lines.map(\.origin) == [.adjustment])
        #expect(asked == 1)
    }

    @Test func `a contract's identifier is its UUID`() {
        #expect(BilledContract(bits: 0x018F_0000_0000_7000_8000_0000_0000_00AB).description == "018f0000-0000-7000-8000-0000000000ab")
        #expect(BilledContract.a < .b)
    }
}
