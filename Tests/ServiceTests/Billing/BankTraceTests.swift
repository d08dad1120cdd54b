import Billing
import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import ServiceTesting
import Synchronization
import Testing

@testable import BillingService
@testable import ContractService

/// What the bank's facts leave in the log and in the ledger, on a real database.
@Suite(.timeLimit(.minutes(10))) struct BankTraceTests {
    private func refused(_ rule: BillingRule, _ body: () async throws -> Void) async {
        await #expect(throws: BillingRefusal(rule)) { try await body() }
    }

    private func file(_ id: String, in office: OfficeUnderTest) async throws -> [UInt8] {
        let bytes = Mutex<[UInt8]>([])
        try await office.desk.paymentFile(id, knownAt: nil).text.write { piece in bytes.withLock { $0 += piece } }
        return bytes.withLock { $0 }
    }

    private func events(in office: OfficeUnderTest) async throws -> [RecordedEvent] {
        try await office.service.database.withSession { try EventLog.events(of: [LogStream.bank.id], in: $0) }[
            LogStream.bank.id, default: []]
    }

    private func sha256(_ bytes: [UInt8], in office: OfficeUnderTest) async throws -> JSON {
        let text = try await office.service.owner.withSession { session in
            try session.one("SELECT encode(sha256(\(bytes)), 'hex')", as: String.self)
        }
        return JSON.string(text)
    }

    private func collected(_ file: String, _ cents: Int, on day: Day) -> BankOrder {
        .fact(.payment, scheme: nil, payer: .file(file), amount: Money(cents: cents), on: day, reference: "C-1")
    }

    /// Checks that the event of each batch of entries has the hashes of its rows.
    private func expectProved(_ office: OfficeUnderTest) async throws {
        for event in try await events(in: office) {
            let payload = try JSON(parsing: event.payload)
            for table in [HashedRows.entry, .posting] {
                let query =
                    "SELECT \(table.columns) FROM billing.\(table.rawValue) WHERE source = \(event.position) ORDER BY \(table.order)"
                let bytes = try await office.service.owner.withSession { session in
                    var bytes: [UInt8] = []
                    try session.copyOut(bytesOf: SQL(unsafe: "COPY (\(query)) TO STDOUT (FORMAT binary)")) { bytes += Array($0) }
                    return bytes
                }
                let rows = Array(bytes.dropFirst(19).dropLast(2))
                let hash: JSON? = rows.isEmpty ? JSON?.none : try await sha256(rows, in: office)
                #expect(payload["hashes"]?[table.rawValue] == hash, "\(table) of \(event.type)")
            }
        }
    }

    @Test func `a hand-over is its own event, with the hash of the file; another supervisor hands over`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            _ = try await office.indebted()
            try await office.run(.regular("2026-04"))
            let order = BankOrder.handOver(file: "R000001F001", on: "2026-03-20")
            await refused(.fileSameSupervisor) {
                _ = try await office.desk.record(order, by: BankCaller("supervisor", actsAlone: false))
            }
            await refused(.bankFactTooEarly) {
                _ = try await office.desk.record(.handOver(file: "R000001F001", on: "2026-03-19"), by: BankCaller("another"))
            }
            let hash = try await sha256(try await file("R000001F001", in: office), in: office)
            let answer = try await office.desk.record(order, by: BankCaller("another", key: "k", actsAlone: false))
            #expect(answer.json["sha256"] == hash && answer.json["hashes"] == nil && !answer.isReplayed)
            let again = try await office.desk.record(order, by: BankCaller("another", key: "k", actsAlone: false))
            #expect(again.json == answer.json && again.isReplayed)
            await #expect(throws: ServiceError.self) {
                try await office.desk.record(.handOver(file: "R000001F001", on: "2026-03-21"), by: BankCaller("another", key: "k"))
            }
            #expect(try await file("R000001F001", in: office).count > 0)

            // Of the next file only the bank says that it has it.
            try await office.run(.regular("2026-05"))
            _ = try await office.desk.record(
                .returned(endToEndId: "R000002D0000001", DebitReturn(kind: .reject, reason: "AM04", on: "2026-03-20")),
                by: BankCaller("clerk", key: "k"))
            let recorded = try await events(in: office)
            #expect(
                recorded.map(\.type) == ["directDebitFileHandedOver", "directDebitFileHandedOver", "directDebitReturned"])
            #expect(try recorded.map { try JSON(parsing: $0.payload)["sha256"] } == [hash, nil, nil])
            try await expectProved(office)
            try await EventLog.verify(office.service.database)
        }
    }

    @Test func `a payment under a key is recorded once, and its answer is the same`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let order = BankOrder.fact(
                .payment, scheme: nil, payer: .holder(.employer("A1")), amount: Money(cents: 5), on: "2026-03-20", reference: "VIR-1")
            let first = try await office.desk.record(order, by: BankCaller("clerk", key: "k"))
            let second = try await office.desk.record(order, by: BankCaller("clerk", key: "k"))
            #expect(first.json == second.json && !first.isReplayed && second.isReplayed)
            await refused(.paymentDuplicate) { _ = try await office.desk.record(order, by: BankCaller("another", key: "k")) }
            // A run does not get the same key.
            await #expect(throws: ServiceError.self) { try await office.run(.regular("2026-03"), by: "clerk", key: "k") }
            #expect(try await events(in: office).count == 1)
            try await expectProved(office)
        }
    }

    @Test(arguments: [false, true])
    func `a file that the bank collected though it was withdrawn here, or its run cancelled, is presented again`(
        isCancelled: Bool
    ) async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await office.indebted()
            let cents = try #require(try await office.run(.regular("2026-04")).outcome).debited.amount.cents
            func balance() async throws -> JSON? { try await office.desk.account(of: contract, knownAt: nil)["balanceCents"] }
            if isCancelled {
                try await office.run(.cancelling(1))
                try await office.run(.regular("2026-04"))
            } else {
                _ = try await office.desk.record(.withdraw(file: "R000001F001", on: "2026-03-20"), by: BankCaller("supervisor"))
                #expect(try await balance() == JSON(cents))
                try await office.run(.catchUp)
            }
            #expect(try await balance() == 0)
            try await office.setClock(to: "2026-04-12T09:00:00Z")
            let back = BankOrder.returned(endToEndId: "R000001D0000001", DebitReturn(kind: .return, reason: "AM04", on: "2026-04-10"))
            await refused(.directDebitAlreadyReturned) { _ = try await office.desk.record(back, by: BankCaller("clerk")) }
            _ = try await office.desk.record(collected("R000001F001", cents, on: "2026-04-08"), by: BankCaller("clerk"))
            // The agent was debited twice.
            #expect(try await balance() == JSON(-cents))
            _ = try await office.desk.record(back, by: BankCaller("clerk"))
            #expect(try await balance() == 0)
            await refused(.fileAlreadyHandedOver) {
                _ = try await office.desk.record(.handOver(file: "R000001F001", on: "2026-03-20"), by: BankCaller("another"))
            }
            let transit = try await office.service.owner.withSession { session in
                try session.one(
                    "SELECT sum(amount)::bigint FROM billing.posting WHERE account = 'transit:directDebit'", as: Int.self)
            }
            #expect(transit == cents)
            try await expectProved(office)
            try await EventLog.verify(office.service.database)
        }
    }

    @Test func `a file of somebody who was erased is not handed over; withdrawn, the others are debited again`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let erased = try await office.indebted()
            let other = try await office.indebted(reference: "RUM-2")
            try await office.run(.regular("2026-04"))
            _ = try await office.contracts.erase(.holder, of: erased, for: ErasureOrder(["reason": "asked for"]), by: "s", proposedBy: nil)
            await #expect(throws: ServiceError.self) {
                try await office.desk.record(.handOver(file: "R000001F001", on: "2026-03-20"), by: BankCaller("another"))
            }
            _ = try await office.desk.record(.withdraw(file: "R000001F001", on: "2026-03-20"), by: BankCaller("another"))
            #expect(try await office.run(.catchUp).outcome?.debited.count == 1)
            let debits = try await office.desk.page(of: .directDebits, run: 2, knownAt: nil, after: nil).rows
            #expect(debits.map { $0["contract"] } == [.string(other.description)])
            _ = try await office.desk.record(.handOver(file: "R000002F001", on: "2026-03-20"), by: BankCaller("another"))
        }
    }
}
