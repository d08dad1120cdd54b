import Billing
import CivilTime
import Contracts
import FoundationEssentials
import JSON
import Postgres
import ServiceTesting
import Synchronization
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

    private func text(_ streamed: StreamedText) async throws -> String {
        let bytes = Mutex<[UInt8]>([])
        try await streamed.write { piece in bytes.withLock { $0 += piece } }
        return String(decoding: bytes.withLock { $0 }, as: UTF8.self)
    }

    @Test func `the ledger is told in each form, and adds up`() async throws {
        try await withOffice { office in
            _ = try await ToldLives.tell(60, lives: 8, seed: 31, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            let run = try await office.run(.regular(month))
            _ = try await office.run(.catchUp)
            func ledger(_ format: LedgerFormat, from: Day? = nil, through: Day? = nil, knownAt: Instant? = nil) async throws -> String {
                try await text(
                    try await office.desk.ledger(LedgerQuestion(from: from, through: through, knownAt: knownAt, format: format)))
            }
            let entries = try await ledger(.ndjson).split(separator: "\n").map { try JSON(parsing: String($0)) }
            #expect(!entries.isEmpty && entries.map { $0["number"]?.integer } == entries.indices.map { $0 + 1 })
            var sums: [String: Int] = [:]
            for entry in entries {
                let postings = try #require(entry["postings"]?.array)
                #expect(postings.compactMap { $0["amountCents"]?.integer }.reduce(0, +) == 0)
                for posting in postings {
                    sums[posting["account"]?.string ?? "", default: 0] += posting["amountCents"]?.integer ?? 0
                }
            }
            for employer in try await office.desk.employers(of: 1, knownAt: nil, after: nil) {
                let account = try await office.desk.account(ofEmployer: employer, knownAt: nil)
                #expect(account["balanceCents"]?.integer == sums["receivable:employer:\(employer)", default: 0])
            }
            let postings = entries.reduce(0) { $0 + ($1["postings"]?.array?.count ?? 0) }
            let rows = try await ledger(.csv).split(separator: "\r\n")
            #expect(rows.count == postings + 1)
            #expect(rows.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 12 })
            #expect(try await ledger(.beancount).split(separator: "  number: ").count == entries.count + 1)

            let day = run.run.asOf
            let memos = entries.filter { $0["journal"] == "MEMO" }.reduce(0) { $0 + ($1["postings"]?.array?.count ?? 0) }
            let fec = try await ledger(.fec, from: day, through: day)
            #expect(fec.hasPrefix(FECText.head) && fec.split(separator: "\r\n").count == postings - memos + 1)
            // On the day after, all of it is in the opening balances.
            let opening = try await ledger(.fec, from: day.next, through: day.next).split(separator: "\r\n").dropFirst()
            #expect(!opening.isEmpty && opening.allSatisfy { $0.hasPrefix("AN\t") })
            #expect(try await ledger(.ndjson, from: day.next).isEmpty)
            #expect(try await ledger(.ndjson, knownAt: run.run.knownAt).isEmpty)
            await #expect(throws: ServiceError.self) { _ = try await ledger(.fec) }
        }
    }

    @Test func `a file of direct debits is the same each time, and gone with one of its people`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-10T09:00:00Z")
            let contract = try await office.indebted()
            let other = try await office.indebted(reference: "RUM-2", iban: OfficeUnderTest.otherIBAN)
            let run = try await office.run(.regular("2026-04"))
            let (count, first) = try await office.desk.paymentFile("R000001F001", knownAt: nil)
            let file = try await text(first)
            let again = try await text(office.desk.paymentFile("R000001F001", knownAt: nil).text)
            #expect(count == 2 && file == again)
            #expect(file.contains("<IBAN>\(OfficeUnderTest.iban)</IBAN>") && file.contains("<IBAN>\(OfficeUnderTest.otherIBAN)</IBAN>"))
            #expect(file.contains("<MndtId>RUM-1</MndtId>") && file.contains("Camille Durand") && file.contains("<NbOfTxs>2</NbOfTxs>"))
            await #expect(throws: BillingRefusal(.fileUnknown)) { try await office.desk.paymentFile("R000001F002", knownAt: nil) }
            await #expect(throws: BillingRefusal(.fileUnknown)) {
                try await office.desk.paymentFile("R000001F001", knownAt: run.run.knownAt)
            }
            _ = try await office.contracts.erase(.holder, of: other, for: ErasureOrder(["reason": "asked for"]), by: "s", proposedBy: nil)
            do {
                _ = try await office.desk.paymentFile("R000001F001", knownAt: nil)
                Issue.record("the file of an erased person is given")
            } catch ServiceError.personErased {}
            #expect(try await office.desk.account(of: contract, knownAt: nil)["balanceCents"] == 0)
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
        // Keys are kept with a hash of these bytes.
        func bytes(_ request: RunRequest) -> String {
            String(decoding: RunOrder(scheme: "s", request).json.bytes(sortedKeys: true), as: UTF8.self)
        }
        #expect(bytes(.opening("2026-04")) == #"{"kind":"opening","month":"2026-04","scheme":"s"}"#)
        #expect(bytes(.regular("2026-04")) == #"{"kind":"regular","month":"2026-04","scheme":"s"}"#)
        #expect(bytes(.catchUp) == #"{"kind":"catchUp","scheme":"s"}"#)
        #expect(bytes(.closing(through: "2026-04")) == #"{"kind":"closing","scheme":"s","through":"2026-04"}"#)
        #expect(bytes(.cancelling(3)) == #"{"cancels":3,"kind":"cancelling","scheme":"s"}"#)
        for wrong: JSON in [
            ["scheme": "s"], ["kind": "catchUp"], ["scheme": "s", "kind": "other"], ["scheme": "s", "kind": "regular"],
            ["scheme": "s", "kind": "catchUp", "month": "2026-04"], ["scheme": "s", "kind": "cancelling", "cancels": 0],
        ] {
            #expect(throws: MalformedField.self) { try RunOrder(wrong) }
        }
    }
}
