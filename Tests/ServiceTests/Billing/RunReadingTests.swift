import Billing
import CivilTime
import Contracts
import FoundationEssentials
import JSON
import Postgres
import ServiceTesting
import Testing

@testable import BillingService
@testable import ContractService

/// What is read of runs, on a real database.
@Suite(.timeLimit(.minutes(10))) struct RunReadingTests {
    @Test func `tables, statements and accounts are what the lines of a run come to`() async throws {
        try await withOffice { office in
            _ = try await ToldLives.tell(80, lives: 10, seed: 17, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            _ = try await office.run(.regular(month))
            let run = try await office.desk.run(1, knownAt: nil)
            let lines = try await office.service.database.withSession { try StoredRows.lines(of: 1, after: nil, atMost: 1000, in: $0) }
            let figures = try #require(run.outcome).figures
            #expect(!lines.isEmpty && figures.lineCount == lines.count)
            #expect(figures.called + figures.adjusted == lines.reduce(.zero) { $0 + $1.flows })
            #expect(run.json["state"] == "completed" && run.json["lineCount"] == JSON(lines.count) && run.json["run"] == 1)

            let tables: [(RunTable, name: String)] = [
                (.lines, "line"), (.prescribed, "prescribed"), (.held, "held"), (.directDebits, "debit"),
            ]
            for (table, name) in tables {
                let (rows, next) = try await office.desk.page(of: table, run: 1, knownAt: nil, after: nil)
                #expect(try await rows.count == office.count(name))
                #expect(rows.allSatisfy { $0.members.map(\.key) == table.columns })
                guard next != nil else { continue }
                #expect(try await office.desk.page(of: table, run: 1, knownAt: nil, after: next).rows.isEmpty)
            }

            let employers = try await office.desk.employers(of: 1, knownAt: nil, after: nil)
            #expect(employers == Set(lines.compactMap(\.payer.employer)).sorted() && !employers.isEmpty)
            #expect(try await office.desk.employers(of: 1, knownAt: nil, after: employers.last).isEmpty)
            for employer in employers {
                let own = lines.filter { $0.payer == .employer(employer) }
                let statement = try await office.desk.statement(of: 1, for: employer, knownAt: nil)
                #expect(statement["lines"]?.array?.count == own.count)
                #expect(statement["totals"] == JSON(own.reduce(Flows.zero) { $0 + $1.flows }))
                #expect(statement["balanceBeforeCents"] == 0)
                #expect(
                    statement["balanceAfterCents"] == (try await office.desk.account(ofEmployer: employer, knownAt: nil))["balanceCents"])
            }
            await #expect(throws: BillingRefusal(.statementUnknown)) { try await office.desk.statement(of: 1, for: "Z9", knownAt: nil) }
            await #expect(throws: BillingRefusal(.runUnknown)) { try await office.desk.statement(of: 2, for: employers[0], knownAt: nil) }
            // Before it was accepted, there is no run.
            #expect(try await office.desk.runs(knownAt: run.run.knownAt).isEmpty)
        }
    }

    @Test func `an order is read from a body`() throws {
        func request(_ body: JSON) throws -> RunRequest { try RunOrder(body).request }
        #expect(try RunOrder(["scheme": "s", "kind": "catchUp"]).scheme == "s")
        #expect(try request(["scheme": "s", "kind": "opening", "month": "2026-04"]) == .opening("2026-04"))
        #expect(try request(["scheme": "s", "kind": "regular", "month": "2026-04"]) == .regular("2026-04"))
        #expect(try request(["scheme": "s", "kind": "catchUp"]) == .catchUp)
        #expect(try request(["scheme": "s", "kind": "closing", "through": "2026-04"]) == .closing(through: "2026-04"))
        #expect(try request(["scheme": "s", "kind": "cancelling", "cancels": 3]) == .cancelling(3))
        for wrong: JSON in [
            ["scheme": "s"], ["kind": "catchUp"], ["scheme": "s", "kind": "other"], ["scheme": "s", "kind": "regular"],
            ["scheme": "s", "kind": "catchUp", "month": "2026-04"], ["scheme": "s", "kind": "cancelling", "cancels": 0],
        ] {
            #expect(throws: MalformedField.self) { try RunOrder(wrong) }
        }
    }
}
