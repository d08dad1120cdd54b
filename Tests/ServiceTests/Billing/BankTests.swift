import Billing
import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import ServiceTesting
import Testing

@testable import BillingService
@testable import ContractService

/// What the bank says and clerks decide, on a real database.
@Suite(.timeLimit(.minutes(10))) struct BankTests {
    private func refused(_ rule: BillingRule, _ body: () async throws -> Void) async {
        await #expect(throws: BillingRefusal(rule)) { try await body() }
    }

    private func fact(
        _ kind: BankFact.Kind, _ payer: JSON, _ cents: Int, reference: String, on day: Day = "2026-03-20", in office: OfficeUnderTest
    ) async throws {
        let body = payer.with(["amountCents": JSON(cents), "on": .string(day.description), "reference": .string(reference)])
        _ = try await office.desk.record(BankOrder(kind, body, employers: .standard), by: BankCaller("clerk"))
    }

    private func sendBack(
        _ endToEndId: String, _ reason: String = "AM04", kind: DebitReturn.Kind = .return, on day: Day, in office: OfficeUnderTest
    ) async throws {
        _ = try await office.desk.record(
            .returned(endToEndId: endToEndId, DebitReturn(kind: kind, reason: reason, on: day)), by: BankCaller("clerk"))
    }

    /// Checks that the ledger's numbers are dense, and that its entries and its accounts balance.
    private func expectBalanced(_ office: OfficeUnderTest) async throws {
        let numbers = try await office.service.owner.withSession { session in
            try session.query(
                "SELECT b.number + e.place FROM billing.entry e JOIN billing.batch b USING (source) ORDER BY 1", as: Int64.self)
        }
        #expect(numbers == numbers.indices.map { Int64($0) + 1 })
        let unbalanced = try await office.service.owner.withSession { session in
            try session.one(
                "SELECT count(*) FROM (SELECT FROM billing.posting GROUP BY source, place HAVING sum(amount) <> 0) AS wrong", as: Int.self)
        }
        #expect(unbalanced == 0)
        try await EventLog.verify(office.service.database)
    }

    @Test func `payments, refunds and write-offs move an account; what is told twice, too much or of tomorrow is refused`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await office.contracts.affiliated()
            try await office.run(.regular("2026-03"))
            func account() async throws -> JSON { try await office.desk.account(ofEmployer: "0290012E", knownAt: nil) }
            let owed = try #require(try await account()["balanceCents"]?.integer)
            #expect(owed > 100)
            let employer: JSON = ["employer": "0290012E"]
            try await fact(.payment, employer, owed + 50, reference: "VIR-1", in: office)
            await refused(.paymentDuplicate) { try await fact(.payment, employer, 1, reference: "VIR-1", in: office) }
            // Another payer may use the same reference.
            try await fact(.payment, ["contract": .string(contract.description)], 100, reference: "VIR-1", in: office)
            await refused(.refundExceedsCredit) { try await fact(.refund, employer, 51, reference: "R-1", in: office) }
            try await fact(.refund, employer, 50, reference: "R-1", in: office)
            await refused(.refundDuplicate) { try await fact(.refund, employer, 50, reference: "R-1", in: office) }
            await refused(.writeOffExceedsBalance) { try await fact(.writeOff, employer, 1, reference: "L-1", in: office) }
            await refused(.bankFactInFuture) { try await fact(.payment, employer, 1, reference: "VIR-2", on: "2026-03-21", in: office) }
            await refused(.bankFactTooEarly) { try await fact(.payment, employer, 1, reference: "VIR-2", on: "0206-03-20", in: office) }
            for words in ["VIR FR7630006000011234567890189", "VIR 185036211111111", "RIB 0612345678"] {
                do {
                    try await fact(.payment, employer, 1, reference: words, in: office)
                    Issue.record("\(words) is recorded")
                } catch ServiceError.personalWords(let pointer) { #expect(pointer == "/reference") }
            }
            await refused(.fileUnknown) { try await fact(.payment, ["file": "R000001F001"], 1, reference: "C-1", in: office) }
            await #expect(throws: ServiceError.self) {
                try await fact(.payment, ["contract": .string(ContractID.new().description)], 1, reference: "VIR-3", in: office)
            }
            try await office.setClock(to: "2026-03-25T09:00:00Z")
            try await office.run(.regular("2026-04"))
            let second = try #require(try await account()["balanceCents"]?.integer)
            try await fact(.writeOff, employer, Int(second), reference: "L-1", in: office)
            await refused(.writeOffDuplicate) { try await fact(.writeOff, employer, 1, reference: "L-1", in: office) }
            let entries = try #require(try await account()["entries"]?.array)
            #expect(entries.compactMap { $0["kind"]?.string } == ["called", "paid", "refunded", "called", "writtenOff"])
            #expect(try await account()["balanceCents"] == 0)
            #expect(try await office.desk.account(of: contract, knownAt: nil)["balanceCents"] == -100)
            try await expectBalanced(office)
        }
    }

    @Test func `a debit that comes back is owed again, and goes out again with the next run, until too many came back in a row`()
        async throws
    {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await office.indebted()
            let first = try #require(try await office.run(.regular("2026-04")).outcome)
            #expect(first.debited.count == 1)
            await refused(.bankFactInFuture) { try await sendBack("R000001D0000001", on: "2026-04-10", in: office) }
            try await office.setClock(to: "2026-04-12T09:00:00Z")
            await refused(.directDebitUnknown) { try await sendBack("R000009D0000001", on: "2026-04-10", in: office) }
            try await sendBack("R000001D0000001", on: "2026-04-10", in: office)
            await refused(.directDebitAlreadyReturned) { try await sendBack("R000001D0000001", on: "2026-04-10", in: office) }
            // The bank had its file.
            await refused(.runHandedOver) { try await office.run(.cancelling(1)) }
            await refused(.fileAlreadyHandedOver) {
                _ = try await office.desk.record(.withdraw(file: "R000001F001", on: "2026-04-12"), by: BankCaller("supervisor"))
            }
            let second = try #require(try await office.run(.regular("2026-05")).outcome)
            #expect(second.debited == DebitSum(count: 1, amount: first.debited.amount + first.debited.amount))
            try await office.setClock(to: "2026-05-12T09:00:00Z")
            try await sendBack("R000002D0000001", on: "2026-05-11", in: office)
            let third = try #require(try await office.run(.catchUp).outcome)
            #expect(third.debited.count == 0 && third.held == DebitSum(count: 1, amount: second.debited.amount))
            #expect(try await office.desk.page(of: .held, run: 3, knownAt: nil, after: nil).rows.first?["reason"] == "inArrears")
            _ = try await office.desk.record(.resume(contract), by: BankCaller("clerk"))
            let fourth = try #require(try await office.run(.catchUp).outcome)
            #expect(fourth.debited == DebitSum(count: 1, amount: second.debited.amount))
            let kinds = try #require(try await office.desk.account(of: contract, knownAt: nil)["entries"]?.array).compactMap {
                $0["kind"]?.string
            }
            #expect(kinds == ["called", "debited", "returned", "called", "debited", "returned", "debited"])
            await #expect(throws: ServiceError.self) { try await office.desk.record(.resume(ContractID.new()), by: BankCaller("clerk")) }
            try await expectBalanced(office)
        }
    }

    @Test func `a file is handed over once and in time, or withdrawn, and a run that the bank has is not taken back`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await office.indebted()
            let first = try #require(try await office.run(.regular("2026-04")).outcome)
            func handOver(_ file: String, on day: Day) async throws {
                _ = try await office.desk.record(.handOver(file: file, on: day), by: BankCaller("supervisor"))
            }
            func withdraw(_ file: String) async throws {
                _ = try await office.desk.record(.withdraw(file: file, on: "2026-03-20"), by: BankCaller("supervisor"))
            }
            let day = try #require(first.days).collectionOn
            await refused(.fileUnknown) { try await handOver("R000001F002", on: "2026-03-20") }
            await refused(.fileTooLate) { try await handOver("R000001F001", on: day) }
            try await withdraw("R000001F001")
            await refused(.fileWithdrawn) { try await withdraw("R000001F001") }
            await refused(.fileWithdrawn) { try await handOver("R000001F001", on: "2026-03-20") }
            await refused(.directDebitAlreadyReturned) {
                try await sendBack("R000001D0000001", kind: .reject, on: "2026-03-20", in: office)
            }
            await refused(.fileWithdrawn) { _ = try await office.desk.paymentFile("R000001F001", knownAt: nil) }
            await refused(.fileWithdrawn) {
                _ = try await office.desk.paymentFile("R000001F001", knownAt: Instant("2026-03-20T09:00:01Z"))
            }
            #expect(try await office.desk.account(of: contract, knownAt: nil)["balanceCents"] == JSON(first.debited.amount.cents))
            // What is withdrawn goes out with the next run, and is not given back again when its own run is taken back.
            let second = try #require(try await office.run(.catchUp).outcome)
            #expect(second.debited == first.debited)
            try await office.run(.cancelling(2))
            await refused(.fileWithdrawn) { _ = try await office.desk.paymentFile("R000002F001", knownAt: nil) }
            await refused(.fileWithdrawn) { try await handOver("R000002F001", on: "2026-03-20") }
            try await office.run(.cancelling(1))
            #expect(try await office.desk.account(of: contract, knownAt: nil)["balanceCents"] == 0)

            try await office.run(.regular("2026-04"))
            try await handOver("R000005F001", on: "2026-03-20")
            await refused(.fileAlreadyHandedOver) { try await handOver("R000005F001", on: "2026-03-20") }
            await refused(.runHandedOver) { try await office.run(.cancelling(5)) }
            let cents = first.debited.amount.cents
            try await office.setClock(to: "2026-04-12T09:00:00Z")
            let early: Day = "2026-04-07"
            await refused(.bankFactTooEarly) {
                try await fact(.payment, ["file": "R000005F001"], cents, reference: "C-1", on: early, in: office)
            }
            await refused(.bankFactTooEarly) { try await sendBack("R000005D0000001", on: early, in: office) }
            await refused(.paymentExceedsFile) {
                try await fact(.payment, ["file": "R000005F001"], cents + 1, reference: "C-1", on: "2026-04-08", in: office)
            }
            try await fact(.payment, ["file": "R000005F001"], cents, reference: "C-1", on: "2026-04-08", in: office)
            await refused(.paymentExceedsFile) {
                try await fact(.payment, ["file": "R000005F001"], 1, reference: "C-2", on: "2026-04-08", in: office)
            }
            try await expectBalanced(office)
        }
    }

    @Test func `what is told after a run was accepted is not in it; while a run is taken back, nothing is told of its files`() async throws
    {
        try await withOffice(makesRuns: false) { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await office.indebted()
            func accept(_ request: RunRequest) async throws {
                _ = try await office.desk.submit(RunOrder(scheme: "littoral-2026", request), by: "supervisor", patience: .zero)
            }
            try await accept(.regular("2026-04"))
            try await office.desk.makeNext()
            let owed = try #require(try await office.desk.run(1, knownAt: nil).outcome).debited.amount
            try await accept(.catchUp)
            await refused(.runInProgress) {
                try await fact(.writeOff, ["contract": .string(contract.description)], 1, reference: "L-1", in: office)
            }
            await refused(.bankFactTooEarly) { try await sendBack("R000001D0000001", kind: .reject, on: "2026-03-19", in: office) }
            try await sendBack("R000001D0000001", kind: .reject, on: "2026-03-20", in: office)
            try await office.desk.makeNext()
            #expect(try await office.desk.run(2, knownAt: nil).outcome?.debited == DebitSum())
            try await accept(.catchUp)
            try await office.desk.makeNext()
            #expect(try await office.desk.run(3, knownAt: nil).outcome?.debited == DebitSum(count: 1, amount: owed))
            try await accept(.cancelling(3))
            await refused(.runInProgress) {
                _ = try await office.desk.record(.handOver(file: "R000003F001", on: "2026-03-20"), by: BankCaller("supervisor"))
            }
            await refused(.runInProgress) { try await sendBack("R000003D0000001", kind: .reject, on: "2026-03-20", in: office) }
            await refused(.runInProgress) { _ = try await office.desk.paymentFile("R000003F001", knownAt: nil) }
            try await office.desk.makeNext()
            await refused(.directDebitAlreadyReturned) {
                try await sendBack("R000003D0000001", kind: .reject, on: "2026-03-20", in: office)
            }
            #expect(try await office.desk.account(of: contract, knownAt: nil)["balanceCents"] == JSON(owed.cents))
            try await expectBalanced(office)
        }
    }

    private static let wrong: [(JSON, String)] = [
        (["amountCents": 1, "on": "2026-03-20", "reference": "r"], "/employer"),
        (
            ["employer": "A1", "contract": "0a5f7e12-1111-4222-8333-123456789abc", "amountCents": 1, "on": "2026-03-20", "reference": "r"],
            "/contract"
        ),
        (["employer": "A1", "amountCents": 0, "on": "2026-03-20", "reference": "r"], "/amountCents"),
        (["employer": "A1", "amountCents": 1, "on": "2026-03-20", "reference": "VIR-1 "], "/reference"),
        (["employer": "A1", "amountCents": 1, "on": "2026-03-20", "reference": "VIR  1"], "/reference"),
        (["employer": "A1", "amountCents": 1, "on": "2026-03-20", "reference": ""], "/reference"),
        (["employer": "A1", "amountCents": 1, "reference": "r"], "/on"),
        (["file": "R000001F001", "amountCents": 1, "on": "2026-03-20", "reference": "r"], "/employer"),
    ]

    @Test(arguments: wrong)
    func `a wrong body is refused with its field`(body: JSON, pointer: String) throws {
        #expect(throws: MalformedField.self) { try BankOrder(.refund, body, employers: .standard) }
        do throws(MalformedField) { _ = try BankOrder(.refund, body, employers: .standard) } catch { #expect(error.pointer == pointer) }
    }
}
