import Billing
import CivilTime
import Contracts
import JSON
import ServiceTesting
import Testing

@testable import BillingService
@testable import ContractService

/// Each kind of run, on a real database: all lines together are what is due.
@Suite(.timeLimit(.minutes(10))) struct RunKindsTests {
    private func refused(_ rule: BillingRule, _ body: () async throws -> Void) async {
        await #expect(throws: BillingRefusal(rule)) { try await body() }
    }

    /// Sums of the ledger, by account.
    private func balance(of contract: ContractID, in office: OfficeUnderTest) async throws -> JSON? {
        try await office.desk.account(of: contract, knownAt: nil)["balanceCents"]
    }

    @Test func `an opening states what counts as called, and enters nothing; taking it back leaves nothing`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-05-10T09:00:00Z")
            var all = [try await office.indebted()]
            for _ in 0..<11 { all.append(try await office.contracts.affiliated()) }
            await refused(.runNothingCalled) { try await office.run(.catchUp) }
            let opening = try await office.run(.opening("2026-05"))
            try await office.expectConservation(all, after: opening)
            let outcome = try #require(opening.outcome)
            #expect(outcome.figures.lineCount > 0 && outcome.debited.count == 0 && outcome.held.count == 0 && outcome.explanation == nil)
            for table in ["entry", "debit"] { #expect(try await office.count(table) == 0) }
            #expect(try await office.desk.employers(of: 1, knownAt: nil, after: nil).isEmpty)
            await refused(.statementUnknown) { _ = try await office.desk.statement(of: 1, for: "0290012E", knownAt: nil) }
            await refused(.runNotFirst) { try await office.run(.opening("2026-06")) }
            await refused(.runMonthAlreadyCalled) { try await office.run(.regular("2026-05")) }
            // What is learnt later is asked for, as of any month that counts as called.
            let late = try await office.contracts.affiliated()
            let catchUp = try await office.run(.catchUp)
            try await office.expectConservation(all + [late], after: catchUp)
            #expect(catchUp.outcome?.figures.called == .zero && catchUp.outcome?.figures.lineCount == 3)

            await refused(.runNotLatest) { try await office.run(.cancelling(1)) }
            try await office.run(.cancelling(2))
            let back = try await office.run(.cancelling(1))
            #expect(back.run.month == nil && back.outcome?.figures.lineCount == outcome.figures.lineCount)
            #expect(try await office.desk.calls(of: all[0], month: nil, knownAt: nil)["total"] == JSON(Flows.zero))
            #expect(try await balance(of: all[0], in: office) == 0)
            let regular = try await office.run(.regular("2026-05"))
            try await office.expectConservation(all + [late], after: regular)
        }
    }

    @Test func `a closing adjusts, and what is dated in the months it shuts counts on the first open day`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            var all: [ContractID] = []
            for _ in 0..<11 { all.append(try await office.contracts.affiliated()) }
            try await office.run(.regular("2026-03"))
            await refused(.closingNotOver) { try await office.run(.closing(through: "2026-03")) }
            try await office.setClock(to: "2026-04-02T09:00:00Z")
            try await office.contracts.tell(.changeEmployer, ["effectiveOn": "2026-03-01", "employer": "B2"], of: all[0])
            let closing = try await office.run(.closing(through: "2026-03"))
            try await office.expectConservation(all, after: closing)
            #expect(closing.outcome?.figures.lineCount == 2)
            // A payment of March, told in April.
            let body: JSON = ["employer": "0290012E", "amountCents": 5, "on": "2026-03-30", "reference": "VIR-1"]
            _ = try await office.desk.record(BankOrder(.payment, body, employers: .standard), by: BankCaller("clerk"))
            let entries = try #require(try await office.desk.account(ofEmployer: "0290012E", knownAt: nil)["entries"]?.array)
            #expect(entries.last == ["on": "2026-04-01", "kind": "paid", "amountCents": -5])
            #expect(try await office.run(.catchUp).outcome?.figures.lineCount == 0)
        }
    }

    @Test func `what is too late to be called is stated, by this run and by each later one`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-05-10T09:00:00Z")
            let contract = try await office.indebted()
            try await office.run(.opening("2026-03"))
            // Two years after the months' ends the agent is asked for no more; the employer is, until the end of the fourth year.
            try await office.setClock(to: "2028-06-10T09:00:00Z")
            let first = try await office.run(.regular("2026-04"))
            try await office.expectConservation([contract], after: first)
            #expect(first.outcome?.figures.prescribed.agentToInsurer != .zero && first.outcome?.debited.count == 0)
            let rows = try await office.desk.page(of: .prescribed, run: 2, knownAt: nil, after: nil).rows
            #expect(rows.map { $0["month"] } == ["2026-04"] && rows.first?["employer"] == JSON.null)
            let second = try await office.run(.catchUp)
            let prescribed = try #require(first.outcome).figures.prescribed
            #expect(second.outcome?.figures == RunFigures(lineCount: 0, called: .zero, adjusted: .zero, prescribed: prescribed))
            try await office.expectConservation([contract], after: second)
        }
    }
}
