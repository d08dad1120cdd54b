import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// Five lives with runs, statements, direct debits and returns.
@Suite struct MoneyLifeTests {
    private func refused(_ rule: BillingRule, _ body: () throws -> Void) {
        #expect(throws: BillingRefusal(rule)) { try body() }
    }

    @Test func `a run calls a month: the employer's statement bears its own part and what it withholds on pay`() throws {
        var office = try Office()
        office.now = instant("2026-04-20T09:00:00Z")
        try office.tell(.affiliate())
        office.now = instant("2026-04-25T07:00:00Z")
        let first = try office.run(.regular(month("2026-05")))
        #expect(first.figures.lineCount == 1 && first.figures.called == flows(3_770, 3_508, 0))
        #expect(first.figures.adjusted == .zero && first.figures.prescribed == .zero)
        #expect(first.presentation?.debited == DebitSum() && first.presentation?.held == DebitSum())
        #expect(first.explanation.items == [.init(cause: .joined, contracts: 1, flows: flows(3_770, 3_508, 0))])
        let statement = try #require(office.statement(1, "0750001A"))
        #expect(
            statement.lines == [
                CallLine(
                    contract: .a, month: month("2026-05"), payer: .employer("0750001A"), origin: .call, flows: flows(3_770, 3_508, 0))
            ])
        #expect(statement.months == [.init(month: month("2026-05"), flows: flows(3_770, 3_508, 0))])
        #expect(statement.totals == flows(3_770, 3_508, 0) && statement.called == Money(cents: 7_278))
        #expect(statement.balanceBefore == .zero && statement.balanceAfter == Money(cents: 7_278))
        #expect(statement.payable == Money(cents: 7_278) && statement.payableOn == day("2026-05-25"))

        office.now = instant("2026-04-26T07:00:00Z")
        refused(.runMonthAlreadyCalled) { try office.run(.regular(month("2026-05"))) }
        refused(.runMonthSkipped) { try office.run(.regular(month("2026-07"))) }
        refused(.runBeforeScheme) { try office.run(.regular(month("2026-04"))) }
        #expect(try office.run(.catchUp).figures.lineCount == 0)
        #expect(office.book.latest?.month == month("2026-05"))

        office.now = instant("2026-05-25T07:00:00Z")
        let third = try office.run(.regular(month("2026-06")))
        #expect(third.figures.called == flows(3_770, 3_508, 0) && third.figures.adjusted == .zero && third.explanation.items == [])
        let next = try #require(office.statement(3, "0750001A"))
        #expect(next.called == Money(cents: 7_278) && next.balanceBefore == Money(cents: 7_278))
        #expect(next.payable == Money(cents: 14_556) && next.payableOn == day("2026-06-24"))
        #expect(office.statement(3, "0690002B") == nil)

        office.now = instant("2026-05-26T07:00:00Z")
        let employer = BankFact.Payer.holder(.employer("0750001A"))
        try office.record(.payment, employer, 7_278, on: "2026-05-26", reference: "VIR-1")
        refused(.paymentDuplicate) { try office.record(.payment, employer, 7_278, on: "2026-05-26", reference: "VIR-1") }
        #expect(office.balances[.employer("0750001A")] == Money(cents: 7_278))
        #expect(
            office.movements(.employer("0750001A")).map { "\($0.on) \($0.kind) \($0.amount.cents)" } == [
                "2026-04-25 called 7278", "2026-05-25 called 7278", "2026-05-26 paid -7278",
            ])
    }

    @Test func `a parental leave is learnt three months late: the withheld goes back, the agent is debited, the employer refunds`() throws {
        var office = try Office()
        office.now = instant("2026-04-20T09:00:00Z")
        try office.tell(.affiliate())
        office.now = instant("2026-08-25T09:00:00Z")
        try office.tell(.mandate("2026-08-25", "RUM-0001"))
        office.now = instant("2026-09-05T09:00:00Z")
        try office.tell(.sick("2026-09-01"))
        office.now = instant("2026-09-06T07:00:00Z")
        let first = try office.run(.regular(month("2026-09")))
        #expect(first.figures.lineCount == 5 && first.figures.called == flows(18_850, 17_540, 0) && first.figures.adjusted == .zero)
        for (at, called) in [("2026-09-20", "2026-10"), ("2026-10-20", "2026-11")] {
            office.now = instant("\(at)T07:00:00Z")
            #expect(try office.run(.regular(month(called))).figures.called == flows(3_770, 3_508, 0))
        }
        office.now = instant("2026-11-05T09:00:00Z")
        try office.tell(.rescind(3))
        try office.tell(.parentalLeave("2026-09-01"))
        office.now = instant("2026-11-20T07:00:00Z")
        let fourth = try office.run(.regular(month("2026-12")))
        #expect(fourth.figures.lineCount == 8)
        #expect(fourth.figures.called == flows(0, 7_540, 3_770) && fourth.figures.adjusted == flows(-11_310, 12_096, 11_310))
        #expect(fourth.presentation?.debited == DebitSum(count: 1, amount: Money(cents: 30_160)))
        #expect(fourth.presentation?.days.collectionOn == day("2026-12-10") && fourth.held == [])

        let learnt = Learnt(events: [4, 5], parameters: [])
        func lines(_ text: String, _ origin: CallLine.Origin, _ employer: Flows, _ learnt: Learnt) -> [CallLine] {
            [
                CallLine(
                    contract: .a, month: month(text), payer: .employer("0750001A"), origin: origin, flows: employer, learnt: learnt),
                CallLine(contract: .a, month: month(text), payer: .agent, origin: origin, flows: flows(0, 7_540, 0), learnt: learnt),
            ]
        }
        #expect(
            fourth.lines
                == ["2026-09", "2026-10", "2026-11"].flatMap { lines($0, .adjustment, flows(-3_770, -3_508, 3_770), learnt) }
                + lines("2026-12", .call, flows(0, 0, 3_770), .nothing))

        let statement = try #require(office.statement(4, "0750001A"))
        #expect(statement.lines == fourth.lines.filter { $0.payer != .agent })
        #expect(statement.totals == flows(-11_310, -10_524, 15_080) && statement.called == Money(cents: -21_834))
        #expect(statement.balanceBefore == Money(cents: 50_946) && statement.balanceAfter == Money(cents: 29_112))
        #expect(statement.payable == Money(cents: 29_112) && statement.payableOn == day("2026-12-20"))

        let debit = try #require(fourth.debits.first)
        #expect(fourth.debits.count == 1 && debit.endToEndId == "R000004D0000001" && debit.file == "R000004F001")
        #expect(debit.contract == .a && debit.mandate == RegisteredMandate(reference: "RUM-0001", signedOn: day("2026-08-25"), event: 2))
        #expect(!debit.isAmended && debit.sequenceType == .recurrent && debit.amount == Money(cents: 30_160))
        #expect(debit.days.collectionOn == day("2026-12-10") && debit.days.notifyBy == day("2026-11-26"))

        #expect(office.balances[.agent(.a)] == .zero)
        let movements = office.movements(.agent(.a))
        #expect(movements.map(\.amount.cents) == [7_540, 7_540, 7_540, 7_540, -30_160])
        #expect(movements.map(\.kind) == [.called, .called, .called, .called, .debited] && movements.last?.on == day("2026-11-20"))

        office.now = instant("2026-11-21T07:00:00Z")
        let after = try office.run(.catchUp)
        #expect(after.lines == [] && after.debits == [])
    }

    @Test func `a change of employer is learnt late: the months move from one statement to the other, and come to nothing in all`() throws {
        var office = try Office()
        office.now = instant("2026-04-20T09:00:00Z")
        try office.tell(.affiliate())
        office.now = instant("2026-06-20T07:00:00Z")
        #expect(try office.run(.regular(month("2026-07"))).figures.called == flows(11_310, 10_524, 0))
        office.now = instant("2026-07-20T07:00:00Z")
        try office.run(.regular(month("2026-08")))
        office.now = instant("2026-08-20T07:00:00Z")
        try office.run(.regular(month("2026-09")))
        office.now = instant("2026-09-10T09:00:00Z")
        try office.tell(.employer("2026-07-15", "0690002B"))
        office.now = instant("2026-09-11T07:00:00Z")
        let fourth = try office.run(.catchUp)
        #expect(fourth.run.month == month("2026-09") && fourth.figures.lineCount == 4)
        #expect(fourth.figures.called == .zero && fourth.figures.adjusted == .zero)

        let former = try #require(office.statement(4, "0750001A"))
        #expect(former.lines.map(\.month) == [month("2026-08"), month("2026-09")])
        #expect(former.lines.allSatisfy { $0.flows == flows(-3_770, -3_508, 0) && $0.origin == .adjustment })
        #expect(former.called == Money(cents: -14_556) && former.balanceBefore == Money(cents: 36_390))
        #expect(former.balanceAfter == Money(cents: 21_834) && former.payable == Money(cents: 21_834))
        let next = try #require(office.statement(4, "0690002B"))
        #expect(next.lines.map(\.month) == [month("2026-08"), month("2026-09")])
        #expect(next.lines.allSatisfy { $0.flows == flows(3_770, 3_508, 0) && $0.origin == .adjustment })
        #expect(next.called == Money(cents: 14_556) && next.balanceBefore == .zero && next.payable == Money(cents: 14_556))

        office.now = instant("2026-09-20T07:00:00Z")
        #expect(try office.run(.regular(month("2026-10"))).figures.called == flows(3_770, 3_508, 0))
        #expect(office.statement(5, "0750001A") == nil)
        #expect(office.lines.reduce(Flows.zero) { $0 + $1.flows } == flows(22_620, 21_048, 0))
    }

    @Test func `a returned debit goes out again with the next, then the account is in arrears; a closed account ends the mandate`() throws {
        var office = try Office()
        office.now = instant("2026-04-20T09:00:00Z")
        try office.tell(.affiliate())
        office.now = instant("2026-08-24T09:00:00Z")
        try office.tell(.mandate("2026-08-24", "RUM-0001"))
        office.now = instant("2026-08-25T09:00:00Z")
        try office.tell(.unpaid("2026-09-01"))
        try office.tell(.continuation("2026-09-01", sent: "2026-08-25"))
        func expect(_ outcome: Office.Outcome, count: Int, _ cents: Int, on: String) {
            #expect(outcome.presentation?.debited == DebitSum(count: count, amount: Money(cents: cents)))
            #expect(outcome.presentation?.days.collectionOn == day(on))
        }
        office.now = instant("2026-08-26T07:00:00Z")
        let first = try office.run(.regular(month("2026-09")))
        #expect(first.figures.called == flows(15_080, 21_572, 0))
        expect(first, count: 1, 7_540, on: "2026-09-10")
        office.now = instant("2026-09-14T09:00:00Z")
        try office.comeBack("R000001D0000001", on: "2026-09-14")
        #expect(office.balances[.agent(.a)] == Money(cents: 7_540))
        office.now = instant("2026-09-20T07:00:00Z")
        expect(try office.run(.regular(month("2026-10"))), count: 1, 15_080, on: "2026-10-12")
        office.now = instant("2026-10-15T09:00:00Z")
        try office.comeBack("R000002D0000001", on: "2026-10-15")
        refused(.directDebitAlreadyReturned) { try office.comeBack("R000002D0000001", on: "2026-10-15") }
        refused(.directDebitUnknown) { try office.comeBack("R000009D0000001", on: "2026-10-15") }
        office.now = instant("2026-10-20T07:00:00Z")
        let third = try office.run(.regular(month("2026-11")))
        #expect(third.debits == [] && third.held == [HeldDebit(contract: .a, amount: Money(cents: 22_620), reason: .inArrears)])
        office.now = instant("2026-10-21T09:00:00Z")
        office.resume()
        office.now = instant("2026-10-22T07:00:00Z")
        let fourth = try office.run(.catchUp)
        #expect(fourth.lines == [])
        expect(fourth, count: 1, 22_620, on: "2026-11-10")
        office.now = instant("2026-11-12T09:00:00Z")
        try office.comeBack("R000004D0000001", reason: "AC04", on: "2026-11-12")
        office.now = instant("2026-11-13T07:00:00Z")
        let fifth = try office.run(.catchUp)
        #expect(fifth.held == [HeldDebit(contract: .a, amount: Money(cents: 22_620), reason: .mandateEnded)])
        office.now = instant("2026-11-14T09:00:00Z")
        try office.tell(.mandate("2026-11-14", "RUM-0002"))
        office.now = instant("2026-11-20T07:00:00Z")
        let sixth = try office.run(.regular(month("2026-12")))
        expect(sixth, count: 1, 30_160, on: "2026-12-10")
        #expect(sixth.debits.first?.mandate.reference == "RUM-0002")
    }

    @Test func `without a mandate months are called and held; the first debit under it takes them all, after due notice`() throws {
        var office = try Office()
        office.now = instant("2026-04-20T09:00:00Z")
        try office.tell(.affiliate())
        office.now = instant("2026-08-25T09:00:00Z")
        try office.tell(.unpaid("2026-09-01"))
        try office.tell(.continuation("2026-09-01", sent: "2026-08-25"))
        office.now = instant("2026-08-26T07:00:00Z")
        let first = try office.run(.regular(month("2026-09")))
        #expect(first.debits == [] && first.held == [HeldDebit(contract: .a, amount: Money(cents: 7_540), reason: .mandateMissing)])
        office.now = instant("2026-09-20T07:00:00Z")
        #expect(try office.run(.regular(month("2026-10"))).presentation?.held == DebitSum(count: 1, amount: Money(cents: 15_080)))
        office.now = instant("2026-10-05T09:00:00Z")
        try office.tell(.mandate("2026-10-05", "RUM-0001"))
        office.now = instant("2026-10-30T07:00:00Z")
        let third = try office.run(.regular(month("2026-11")))
        #expect(third.held == [] && third.debits.map(\.amount) == [Money(cents: 22_620)])
        #expect(third.presentation?.days.collectionOn == day("2026-11-13") && third.presentation?.days.notifyBy == day("2026-10-30"))
        refused(.fileTooLate) { try office.handOver("R000003F001", on: "2026-11-13") }
        try office.handOver("R000003F001", on: "2026-11-12")
        refused(.fileAlreadyHandedOver) { try office.handOver("R000003F001", on: "2026-11-12") }
    }
}
