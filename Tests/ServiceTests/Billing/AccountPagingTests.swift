import Billing
import CivilTime
import Contracts
import JSON
import Testing

@testable import BillingService
@testable import ContractService

/// Accounts and statements page by page say what the whole answers say.
@Suite(.timeLimit(.minutes(10))) struct AccountPagingTests {
    @Test func `the pages of accounts, statements, employers and files are the whole answers`() async throws {
        try await withOffice { office in
            let told = try await ToldLives.tell(120, lives: 12, seed: 7, to: office.service)
            let desk = office.desk
            let month = Month(of: office.service.clock.now().parisDay)
            try await office.run(.regular(month))
            for contract in told.contracts.prefix(6) {
                _ = await office.contracts.outcome(.changeEmployer, ["effectiveOn": "2026-05-01", "employer": "B2"], of: contract)
            }
            try await office.run(.regular(month.next))
            var movementCount = 0
            for number in [1, 2] {
                let run = try await desk.run(number, knownAt: nil)
                var employers: [String] = []
                while true {
                    let page = try await desk.statementEmployers(of: run, after: employers.last, atMost: 1)
                    employers += page
                    if page.isEmpty { break }
                }
                #expect(try await desk.employers(of: number, knownAt: nil, after: nil) == employers && !employers.isEmpty)
                for employer in employers {
                    try await expectStatement(of: number, for: employer, by: desk)
                    let whole = try await desk.account(ofEmployer: employer, knownAt: nil)
                    movementCount += try await expectMovements(of: .employer(employer), whole, by: desk)
                }
            }
            for contract in told.contracts {
                let holder = AccountHolder.agent(BilledContract(contract))
                movementCount += try await expectMovements(of: holder, try await desk.account(of: contract, knownAt: nil), by: desk)
                let calls = try await desk.calls(of: contract, month: nil, knownAt: nil)["calls"]?.array ?? []
                let months = try await desk.monthsCalled(of: contract, knownAt: nil)
                #expect(months == nil ? calls.isEmpty : calls.compactMap { $0["month"]?.string }.min() == months?.lowerBound.description)
                guard let months else { continue }
                let lines = try await desk.lines(of: contract, in: months, knownAt: nil)
                #expect(lines.count == calls.count && lines.map(\.line.month) == lines.map(\.line.month).sorted(by: >))
                #expect(lines.allSatisfy { $0.before?.number == ($0.run.number == 1 ? nil : 1) })
                let last = try await desk.lines(of: contract, in: months.upperBound...months.upperBound, knownAt: nil)
                #expect(Set(last.map(\.line)) == Set(lines.map(\.line).filter { $0.month == months.upperBound }))
            }
            #expect(movementCount > 0)
        }
    }

    /// Reads an account movement by movement, and holds it against the whole answer.
    private func expectMovements(of holder: AccountHolder, _ whole: JSON, by desk: RunDesk) async throws -> Int {
        var items: [AccountPage.Item] = []
        var cursor: String?
        repeat {
            let page = try #require(try await desk.movements(of: holder, knownAt: nil, after: cursor, atMost: 1))
            #expect(page.balance.cents == whole["balanceCents"]?.integer && page.items.count <= 1)
            items += page.items
            cursor = page.next
        } while cursor != nil
        let entries = (whole["entries"]?.array ?? []).reversed()
        #expect(items.map { $0.movement.amount.cents } == entries.compactMap { $0["amountCents"]?.integer })
        #expect(items.map(\.movement.kind.rawValue) == entries.compactMap { $0["kind"]?.string })
        var balance = Money.zero
        for item in items.reversed() {
            balance += item.movement.amount
            #expect(item.balance == balance)
        }
        return items.count
    }

    /// Reads a statement contract by contract, and holds it against the whole answer.
    private func expectStatement(of run: Int, for employer: String, by desk: RunDesk) async throws {
        let whole = try await desk.statement(of: run, for: employer, knownAt: nil)
        var lines: [CallLine] = []
        var last: ContractID?
        repeat {
            let page = try #require(try await desk.statementPage(of: run, for: employer, after: last, atMost: 1))
            #expect(Set(page.lines.map(\.contract)).count == 1 && page.lineCount == whole["lines"]?.array?.count)
            #expect(page.payable.cents == whole["payableCents"]?.integer && page.called.cents == whole["calledCents"]?.integer)
            #expect(page.balanceBefore.cents == whole["balanceBeforeCents"]?.integer)
            #expect(page.payableOn.description == whole["payableOn"]?.string && page.months.count == whole["months"]?.array?.count)
            lines += page.lines
            last = page.next
        } while last != nil
        // A page of few lines has one contract at least, and the pages together are the statement.
        var (few, place) = ([CallLine](), ContractID?.none)
        repeat {
            let page = try #require(try await desk.statementPage(of: run, for: employer, after: place, atMost: 3, lines: 4))
            #expect(!page.lines.isEmpty && (page.lines.count <= 4 || Set(page.lines.map(\.contract)).count == 1))
            few += page.lines
            place = page.next
        } while place != nil
        #expect(few == lines)
        let places = (whole["lines"]?.array ?? []).map { "\($0["contract"]?.string ?? "") \($0["month"]?.string ?? "")" }
        #expect(lines.map { "\($0.contract) \($0.month)" } == places)
    }

    @Test func `what a page asks for that is not there is told by nothing`() async throws {
        try await withOffice { office in
            // April can be called, and its file is collected later, whatever the day on which the test is run.
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await office.indebted()
            let holder = AccountHolder.agent(BilledContract(contract))
            let desk = office.desk
            #expect(try await desk.statementPage(of: 1, for: "A1", after: nil, atMost: 1) == nil)
            try await office.run(.opening("2026-03"))
            let opening = try await desk.run(1, knownAt: nil)
            #expect(try await desk.statementEmployers(of: opening, after: nil, atMost: 9).isEmpty)
            #expect(try await desk.statementPage(of: 1, for: "A1", after: nil, atMost: 1) == nil)
            try await office.run(.regular("2026-04"))
            let run = try await desk.run(2, knownAt: nil)
            #expect(try await desk.statementPage(of: 2, for: "nobody", after: nil, atMost: 1) == nil)
            for cursor in ["", "x", "1_2", "1_2_x", "1_2_3_4", "1_2_9223372036854775807", "1_2_-9223372036854775808"] {
                #expect(try await desk.movements(of: holder, knownAt: nil, after: cursor, atMost: 1) == nil)
            }
            let files = try await desk.files(of: run, after: nil, atMost: 5)
            #expect(files.map(\.id) == ["R000002F001"] && files.first?.state == .presented && files.first?.sum.count == 1)
            #expect(try await desk.files(of: run, after: "R000002F001", atMost: 5).isEmpty)
            #expect(try await desk.hold(of: contract) == nil)
            // Before anything was recorded the account was empty.
            let before = try await desk.movements(of: holder, knownAt: run.run.knownAt, after: nil, atMost: 5)
            #expect(before?.items.isEmpty == true && before?.balance == .zero)
            try await office.run(.cancelling(2))
            #expect(try await desk.files(of: try await desk.run(2, knownAt: nil), after: nil, atMost: 5).first?.state == .withdrawn)
        }
    }
}
