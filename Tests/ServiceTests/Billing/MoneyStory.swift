import Billing
import CivilTime
import JSON
import Postgres
import Synchronization
import Testing

@testable import BillingService
@testable import ContractService

extension OfficeUnderTest {
    /// Makes runs of each kind, and tells what the bank says: each table of what was billed has rows afterwards.
    func tellMoneyStory() async throws {
        func record(_ order: BankOrder) async throws { _ = try await desk.record(order, by: BankCaller("clerk")) }
        func fact(_ kind: BankFact.Kind, _ payer: JSON, _ cents: Int, _ reference: String, on day: Day) async throws {
            let body = payer.with(["amountCents": JSON(cents), "on": .string(day.description), "reference": .string(reference)])
            try await record(BankOrder(kind, body, employers: .standard))
        }
        func back(_ endToEndId: String, on day: Day) async throws {
            try await record(.returned(endToEndId: endToEndId, DebitReturn(kind: .return, reason: "AM04", on: day)))
        }
        try await setClock(to: "2026-03-20T09:00:00Z")
        let debtor = try await indebted()
        _ = try await indebted(reference: "RUM-2")
        for _ in 0..<7 { _ = try await contracts.affiliated() }
        // Nobody has told the name of this agent.
        let nameless = try await contracts.affiliated()
        try await register("RUM-3", iban: Self.iban, of: nameless)
        try await contracts.tell(.startTemporaryCessation, ["effectiveOn": "2026-04-01", "cause": "parentalLeave"], of: nameless)

        try await run(.regular("2026-04"))
        try await run(.cancelling(1))
        try await run(.regular("2026-04"))
        try await record(.handOver(file: "R000003F001", on: "2026-03-20"))
        try await fact(.payment, ["employer": "0290012E"], 1_000_000, "VIR-1", on: "2026-03-20")
        try await fact(.refund, ["employer": "0290012E"], 20, "R-1", on: "2026-03-20")
        // An agent who owes nothing pays all the same, and the bank tells of what nobody knows here.
        let generous = try await contracts.affiliated()
        try await fact(.payment, ["contract": .string(generous.description)], 700, "VIR-2", on: "2026-03-20")
        let line = try await tellUnmatchedLines()
        try await record(.settle(line, reason: StatedReason(body: ["reason": "fees of the bank"])))

        try await setClock(to: "2026-04-12T09:00:00Z")
        try await fact(.payment, ["file": "R000003F001"], 500, "C-1", on: "2026-04-10")
        try await back("R000003D0000001", on: "2026-04-10")
        try await back("R000003D0000002", on: "2026-04-10")
        try await record(.resume(debtor))
        try await register("RUM-1", iban: Self.otherIBAN, of: debtor)
        try await contracts.tell(.changeEmployer, ["effectiveOn": "2026-03-01", "employer": "B2"], of: try await contracts.affiliated())
        try await run(.regular("2026-05"))
        try await record(.withdraw(file: "R000004F001", on: "2026-04-12"))
        try await run(.closing(through: "2026-03"))
        try await setClock(to: "2026-05-12T09:00:00Z")
        // The bank collected what was withdrawn here.
        try await fact(.payment, ["file": "R000004F001"], 300, "C-2", on: "2026-05-11")
        try await fact(.writeOff, ["contract": .string(nameless.description)], 10, "L-1", on: "2026-05-12")

        // Too late to be called.
        try await setClock(to: "2028-06-10T09:00:00Z")
        _ = try await indebted(reference: "RUM-4")
        try await run(.regular("2026-06"))
        try await run(.catchUp)
    }

    /// Sends a bank's file of which nothing is recorded.
    ///
    /// - Returns: its first line.
    private func tellUnmatchedLines() async throws -> BankLineID {
        let entries = ["OP-91", "OP-92"].map { reference in
            """
            <Ntry><Amt Ccy="EUR">12.34</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-20</Dt></BookgDt>
            <AcctSvcrRef>\(reference)</AcctSvcrRef></Ntry>
            """
        }
        let text = """
            <?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
            <GrpHdr><MsgId>BANK-9</MsgId><CreDtTm>2026-03-20T08:00:00Z</CreDtTm></GrpHdr>
            <Ntfctn>\(entries.joined())</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
            """
        let rest = Mutex([Array(text.utf8), []])
        _ = try await desk.record(bankFile: { rest.withLock { $0.removeFirst() } }, by: BankCaller("clerk"))
        let position = try await service.owner.withSession { try $0.one("SELECT max(position) FROM billing.bank_line", as: Int64.self) }
        return BankLineID(position: position, place: 1)
    }

    /// The proof of these schemes.
    func moneyProof(money: [String: MoneyParameters]? = nil, digests: [String: String]? = nil) -> MoneyProof {
        MoneyProof(
            schemes: contracts.schemes, money: money ?? desk.office.money, digests: digests ?? desk.office.digests,
            portion: OfficeUnderTest.portion)
    }
}
