import Billing
import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import ServiceTesting
import Testing
import Vault

@testable import BillingService
@testable import ContractService
@testable import Portfolio

/// What runs leave in the ledger, in the vault and in the log, on a real database.
@Suite(.timeLimit(.minutes(10))) struct RunTraceTests {
    private func refused(_ rule: BillingRule, _ body: () async throws -> Void) async {
        await #expect(throws: BillingRefusal(rule)) { try await body() }
    }

    @Test func `a run is taken back with its lines, debits and entries, and its month can be called again`() async throws {
        try await withOffice { office in
            let sandbox = ServiceSandbox(clock: office.service.clock, owner: office.service.owner)
            try await sandbox.setClock(to: "2026-03-01T09:00:00Z")
            let contract = ContractID.new()
            let identity: JSON = ["bornOn": "1985-03-14", "identity": ["familyName": "Durand", "givenNames": "Camille"]]
            try await office.contracts.tell(.affiliate, .affiliation(["holder": identity]), of: contract)
            try await office.contracts.tell(
                .registerMandate,
                [
                    "effectiveOn": "2026-03-01", "iban": "FR7630006000011234567890189", "mandateReference": "RUM-1",
                    "signedOn": "2026-03-01",
                ],
                of: contract)
            try await office.contracts.tell(
                .startTemporaryCessation, ["effectiveOn": "2026-04-01", "cause": "parentalLeave"], of: contract)
            try await sandbox.setClock(to: "2026-03-20T09:00:00Z")
            let first = try await office.run(.regular("2026-04"))
            let outcome = try #require(first.outcome)
            #expect(outcome.debited.count == 1 && outcome.held.count == 0)
            let owed = outcome.debited.amount
            func account() async throws -> JSON { try await office.desk.account(of: contract, knownAt: nil) }
            #expect(try await account()["balanceCents"] == 0)
            let debits = try await office.desk.page(of: .directDebits, run: 1, knownAt: nil, after: nil).rows
            #expect(debits.map { $0["endToEndId"] } == ["R000001D0000001"])
            // Name and account are in the vault alone, under the person's key.
            let sealed = try await office.service.sealed(of: contract)
            #expect(
                sealed.contains {
                    $0.contains("directDebit") && $0.contains("Camille Durand") && $0.contains("FR7630006000011234567890189")
                })
            let texts = try await office.service.owner.withSession { session in
                try session.query(
                    """
                    SELECT payload::text FROM log.event UNION ALL SELECT row_to_json(d)::text FROM billing.debit d
                    UNION ALL SELECT row_to_json(p)::text FROM billing.posting p
                    """, as: String.self)
            }
            #expect(!texts.contains { $0.contains("Durand") || $0.contains("FR76") })

            let second = try await office.run(.cancelling(1))
            #expect(second.run.month == nil && second.outcome?.figures.adjusted == Flows.zero - outcome.figures.called)
            #expect(try await office.desk.run(1, knownAt: nil).state == .cancelled)
            #expect(
                try await account()["entries"]?.array?.compactMap { $0["kind"]?.string } == ["called", "debited", "called", "returned"])
            #expect(try await account()["balanceCents"] == 0)
            await refused(.runNotLatest) { try await office.run(.cancelling(1)) }
            await refused(.runUnknown) { try await office.run(.cancelling(9)) }
            let third = try await office.run(.regular("2026-04"))
            #expect(third.outcome?.debited == DebitSum(count: 1, amount: owed))
            try await office.expectConservation([contract], after: third)
            // As known before the run was taken back, it stands.
            #expect(try await office.desk.run(1, knownAt: second.run.knownAt).state == .completed)
            #expect(
                try await office.desk.calls(of: contract, month: nil, knownAt: second.run.knownAt)["calls"]?.array?.count
                    == outcome.figures.lineCount)
        }
    }

    @Test func `numbers of entries are dense over all runs, and in each journal`() async throws {
        try await withOffice { office in
            _ = try await ToldLives.tell(80, lives: 10, seed: 21, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            try await office.run(.regular(month))
            _ = try await ToldLives.tell(40, lives: 4, seed: 22, beginning: office.service.clock.now(), to: office.service)
            try await office.run(.catchUp)
            let numbers = try await office.service.owner.withSession { session in
                try session.query(
                    """
                    SELECT b.number + e.place, e.journal, b.numbers[e.journal + 1] + e.place_in_journal
                    FROM billing.entry e JOIN billing.batch b USING (source) ORDER BY 1
                    """, as: (Int64, Int16, Int64).self)
            }
            #expect(numbers.map(\.0) == numbers.indices.map { Int64($0) + 1 } && !numbers.isEmpty)
            for journal in Set(numbers.map(\.1)) {
                let own = numbers.filter { $0.1 == journal }.map(\.2)
                #expect(own == own.indices.map { Int64($0) + 1 })
            }
            let unbalanced = try await office.service.owner.withSession { session in
                try session.one(
                    "SELECT count(*) FROM (SELECT FROM billing.posting GROUP BY source, place HAVING sum(amount) <> 0) AS wrong",
                    as: Int.self)
            }
            #expect(unbalanced == 0)
        }
    }

    @Test func `the log with runs is proved, projected, rebuilt and fed; no contract bears a stream's identifier`() async throws {
        try await withOffice { office in
            _ = try await ToldLives.tell(30, lives: 5, seed: 2, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            try await office.run(.regular(month))
            let after = try await office.contracts.affiliated()
            try await office.portfolio.catchUp(beside: office.contracts)
            try await EventLog.verify(office.service.database)
            #expect(try await office.portfolio.proof().differences.isEmpty)
            let end = try await office.service.database.withSession { try EventLog.head(in: $0) }
            #expect(try await office.portfolio.portfolio.status().status.position == end.position)
            let feed = EventFeed(database: office.service.database)
            let page = try await feed.events(after: FeedCursor(position: 0), limit: 1000)
            #expect(page.events.map(\.position) == (1...end.position).map { $0 })
            #expect(page.events.filter { LogStream.holds($0.contract.uuid) }.map(\.type) == ["runAccepted", "runCompleted"])
            for stream in LogStream.allCases { #expect(ContractID(stream.id.text) == nil) }
            #expect(try await office.contracts.version(of: after) == 1)
        }
    }

    @Test func `the hashes of a run are those of its rows, column by column`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-10T09:00:00Z")
            _ = try await office.indebted()
            _ = try await office.indebted(reference: "RUM-2")
            // One is held, and what is due of others is adjusted by a second run.
            for _ in 0..<7 { _ = try await office.contracts.affiliated() }
            let held = try await office.contracts.affiliated()
            try await office.contracts.tell(.startTemporaryCessation, ["effectiveOn": "2026-04-01", "cause": "parentalLeave"], of: held)
            // One pays and owes nothing.
            let paying = try await office.contracts.affiliated()
            let paid: JSON = ["contract": .string(paying.description), "amountCents": 5, "on": "2026-03-10", "reference": "VIR-1"]
            _ = try await office.desk.record(BankOrder(.payment, paid, employers: .standard), by: BankCaller("clerk"))
            try await office.run(.regular("2026-04"))
            try await office.contracts.tell(.changeEmployer, ["effectiveOn": "2026-03-01", "employer": "B2"], of: held)
            try await office.run(.catchUp)
            for number in 1...2 {
                let recorded = try #require(try await office.desk.history()[number])
                let hashes = try #require(recorded.outcome?.hashes)
                #expect(Set(hashes.keys) == Set(HashedRows.allCases.map(\.rawValue)))
                for table in HashedRows.allCases {
                    let ofRun: String =
                        [.entry, .posting].contains(table) ? "source = \(recorded.source)" : "run = \(recorded.run.number)"
                    let query = "SELECT \(table.columns) FROM billing.\(table.rawValue) WHERE \(ofRun) ORDER BY \(table.order)"
                    let bytes = try await office.service.owner.withSession { session in
                        var bytes: [UInt8] = []
                        try session.copyOut(bytesOf: SQL(unsafe: "COPY (\(query)) TO STDOUT (FORMAT binary)")) { bytes += Array($0) }
                        return bytes
                    }
                    // Without the header of COPY and its end.
                    let rows = Array(bytes.dropFirst(19).dropLast(2))
                    let hash = try await office.service.owner.withSession { session in
                        try session.one("SELECT encode(sha256(\(rows)), 'hex')", as: String.self)
                    }
                    #expect(hash == hashes[table.rawValue], "\(table) of run \(number)")
                    #expect(number == 2 || table == .prescribed || !rows.isEmpty, "\(table)")
                }
            }
        }
    }
}
