import Billing
import CivilTime
import ContractTesting
import Testing

/// Which run may come next, and by which rule one is refused.
@Suite struct RunBookTests {
    private func run(_ number: Int, _ kind: BillingRun.Kind, _ month: String?) -> BillingRun {
        MoneyExample.run(number, kind, month: month, at: "2026-06-01")
    }

    private func decide(
        _ book: RunBook, _ request: RunRequest, asOf: String = "2026-06-20", handedOver: Set<Int> = []
    ) throws(BillingRefusal) -> (kind: BillingRun.Kind, month: Month?) {
        try book.decide(request, asOf: day(asOf), from: month("2026-05"), leadDays: 45, isHandedOver: handedOver.contains)
    }

    private func rule(_ book: RunBook, _ request: RunRequest, asOf: String = "2026-06-20", handedOver: Set<Int> = []) -> BillingRule? {
        do throws(BillingRefusal) {
            _ = try decide(book, request, asOf: asOf, handedOver: handedOver)
            return nil
        } catch { return error.rule }
    }

    private var called: RunBook { RunBook([run(1, .regular, "2026-06")]) }

    @Test func `before any run`() throws {
        let book = RunBook()
        #expect(book.latest == nil && book.lastCalled == nil && book.closedThrough == nil)
        #expect(rule(book, .catchUp) == .runNothingCalled && rule(book, .closing(through: month("2026-04"))) == .runNothingCalled)
        #expect(rule(book, .cancelling(1)) == .runUnknown)
        #expect(rule(book, .regular(month("2026-04"))) == .runBeforeScheme && rule(book, .opening(month("2026-04"))) == .runBeforeScheme)
        #expect(rule(book, .regular(month("2026-07"))) == nil && rule(book, .opening(month("2026-06"))) == nil)
        let (kind, month) = try decide(book, .regular(ContractTesting.month("2026-06")))
        #expect(kind == .regular && month == ContractTesting.month("2026-06"))
    }

    @Test func `after a run`() throws {
        #expect(rule(called, .opening(month("2026-04"))) == .runNotFirst)
        #expect(rule(called, .regular(month("2026-04"))) == .runBeforeScheme)
        #expect(rule(called, .regular(month("2026-05"))) == .runMonthAlreadyCalled)
        #expect(rule(called, .regular(month("2026-06"))) == .runMonthAlreadyCalled)
        #expect(rule(called, .regular(month("2026-08"))) == .runMonthSkipped)
        #expect(rule(called, .regular(month("2027-08"))) == .runMonthSkipped)
        #expect(rule(called, .regular(month("2026-07"))) == nil)
        #expect(rule(called, .catchUp) == nil && rule(called, .cancelling(1)) == nil)
        #expect(try decide(called, .catchUp).month == month("2026-06"))
    }

    @Test func `a month is called at most P runLeadDays before its 1st`() {
        #expect(rule(RunBook(), .regular(month("2026-07")), asOf: "2026-05-16") == .runTooEarly)
        #expect(rule(RunBook(), .regular(month("2026-07")), asOf: "2026-05-17") == nil)
        #expect(rule(RunBook(), .opening(month("2026-07")), asOf: "2026-05-16") == .runTooEarly)
        #expect(rule(RunBook(), .regular(month("2026-07")), asOf: "2030-01-01") == nil)
    }

    @Test func `a month is shut when it is over`() throws {
        #expect(rule(called, .closing(through: month("2026-06"))) == .closingNotOver)
        #expect(rule(called, .closing(through: month("2026-05")), asOf: "2026-05-31") == .closingNotOver)
        #expect(rule(called, .closing(through: month("2026-05")), asOf: "2026-06-01") == nil)
        let (kind, month) = try decide(called, .closing(through: ContractTesting.month("2026-05")))
        #expect(kind == .closing(through: ContractTesting.month("2026-05")) && month == ContractTesting.month("2026-06"))
    }

    @Test func `only the latest run in force is taken back, unless the bank has its debits`() throws {
        var book = called
        book.add(run(2, .catchUp, "2026-06"))
        #expect(rule(book, .cancelling(3)) == .runUnknown && rule(book, .cancelling(1)) == .runNotLatest)
        #expect(rule(book, .cancelling(2), handedOver: [2]) == .runHandedOver && rule(book, .cancelling(2), handedOver: [1]) == nil)
        #expect(try decide(book, .cancelling(2)).month == month("2026-06"))
        book.add(run(3, .cancelling(run: 2), "2026-06"))
        #expect(book.inForce.map(\.number) == [1] && book.latest?.number == 1 && book.cancelledBy(2) == 3 && book.cancelledBy(1) == nil)
        #expect(rule(book, .cancelling(2)) == .runNotLatest && rule(book, .cancelling(3)) == .runNotLatest)
        let (kind, last) = try decide(book, .cancelling(1))
        #expect(kind == .cancelling(run: 1) && last == nil)
        book.add(run(4, .cancelling(run: 1), nil))
        #expect(book.lastCalled == nil && book.runs.count == 4)
        #expect(rule(book, .opening(month("2026-05"))) == nil && rule(book, .regular(month("2026-07"))) == nil)
    }

    @Test func `the books are shut through the last month of the closings in force`() {
        var book = called
        book.add(run(2, .closing(through: month("2026-05")), "2026-06"))
        book.add(run(3, .closing(through: month("2026-04")), "2026-06"))
        #expect(book.closedThrough == month("2026-05"))
        book.add(run(4, .cancelling(run: 3), "2026-06"))
        book.add(run(5, .cancelling(run: 2), "2026-06"))
        #expect(book.closedThrough == nil)
    }

    @Test func `an opening and what cancels it are not entered`() {
        var book = RunBook([run(1, .opening, "2026-05"), run(2, .cancelling(run: 1), nil), run(3, .regular, "2026-05")])
        book.add(run(4, .cancelling(run: 3), nil))
        #expect(book.runs.map(book.isEntered) == [false, false, true, true])
    }

    @Test func `a run's name has six digits, and its day is that of Paris`() {
        let late = BillingRun(scheme: "example", number: 12, kind: .catchUp, month: nil, knownAt: instant("2026-06-30T22:30:00Z"), position: 9)
        #expect(late.name == "R000012" && late.asOf == day("2026-07-01"))
        let many = BillingRun(scheme: "example", number: 12_345_678, kind: .catchUp, month: nil, knownAt: instant("2026-06-30T22:30:00Z"), position: 9)
        #expect(many.name == "R12345678")
        #expect(
            [BillingRun.Kind.regular, .catchUp, .closing(through: month("2026-05")), .opening, .cancelling(run: 1)].map(\.presentsDebits)
                == [true, true, true, false, false])
    }
}
