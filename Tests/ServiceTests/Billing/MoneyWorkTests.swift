import Billing
import CivilTime
import Contracts
import DatabaseSchema
import EventLog
import FoundationEssentials
import JSON
import Portfolio
import Postgres
import ServiceTesting
import Synchronization
import Testing

@testable import BillingService
@testable import ContractService

/// What waits for a clerk about money, derived from runs and the bank's facts on a real database.
@Suite(.timeLimit(.minutes(10))) struct MoneyWorkTests {
    private func fact(
        _ kind: BankFact.Kind, _ payer: JSON, _ cents: Int, _ reference: String, on day: Day, in office: OfficeUnderTest
    ) async throws {
        let body = payer.with(["amountCents": JSON(cents), "on": .string(day.description), "reference": .string(reference)])
        _ = try await office.desk.record(BankOrder(kind, body, employers: .standard), by: BankCaller("clerk"))
    }

    private func balance(of contract: ContractID, in office: OfficeUnderTest) async throws -> Int {
        try #require(try await office.desk.account(of: contract, knownAt: nil)["balanceCents"]?.integer)
    }

    private func payer(_ contract: ContractID) -> JSON { ["contract": .string(contract.description)] }

    /// A scheme with other parameters of money.
    static func scheme(_ name: String, _ value: JSON) throws -> ServedScheme {
        let file = MoneyParametersReadingTests.file
        var parameters = try #require(file["parameters"]?.object)
        parameters[name] = [["from": "2026-03-01", "value": value, "source": "made up", "confirmed": true]]
        return try SchemeReader.read(file.with(["parameters": .object(parameters)]).bytes())
    }

    /// An agent who owes April 2026 by direct debit, and has registered no mandate.
    private func withoutMandate(in office: OfficeUnderTest) async throws -> ContractID {
        let contract = try await office.contracts.affiliated()
        try await office.contracts.tell(
            .startTemporaryCessation, ["effectiveOn": "2026-04-01", "cause": "parentalLeave"], of: contract)
        return contract
    }

    @Test func `a held debit waits as long as it stands on the account, and a file until it is handed over`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let debtor = try await office.indebted()
            let (one, other) = (try await withoutMandate(in: office), try await withoutMandate(in: office))
            #expect(try await office.work() == [])
            let run = try await office.run(.regular("2026-04"))
            let days = try #require(run.outcome?.days)
            let owed = (try await balance(of: one, in: office), try await balance(of: other, in: office))
            #expect(owed.0 > 20 && owed.1 > 20)

            let held = try await office.work(.directDebitHeld)
            #expect(Set(held.map(\.contract)) == [one, other] && held.allSatisfy { $0.reason == .mandateMissing && $0.run == 1 })
            #expect(held.allSatisfy { $0.dueOn == days.collectionOn && $0.employer == nil })
            #expect(held.first { $0.contract == one }?.amount?.cents == owed.0)
            let files = try await office.work(.handOverDue)
            #expect(files.map(\.file) == ["R000001F001"] && files.map(\.run) == [1] && files.map(\.contract) == [nil])
            #expect(files.map(\.dueOn) == [TargetCalendar.lastOpenDay(before: days.collectionOn)])
            #expect(files.map(\.amount) == [run.outcome?.debited.amount])
            #expect(try await office.work().count == 3)

            // What is told later does not change what was known before.
            try await office.setClock(to: "2026-03-22T09:00:00Z")
            try await fact(.payment, payer(one), owed.0, "VIR-1", on: "2026-03-21", in: office)
            try await fact(.payment, payer(other), 10, "VIR-1", on: "2026-03-21", in: office)
            _ = try await office.desk.record(.handOver(file: "R000001F001", on: "2026-03-22"), by: BankCaller("supervisor"))
            let rest = try await office.work()
            #expect(rest.map(\.contract) == [other] && rest.map(\.amount?.cents) == [owed.1 - 10])
            #expect(try await office.work(knownAt: "2026-03-21T09:00:00Z").count == 3)
            #expect(try await office.work(.directDebitHeld, knownAt: "2026-03-21T09:00:00Z") == held)
            #expect(try await office.work(knownAt: "2026-03-20T08:00:00Z") == [])

            // Of a clerk's decision: what came back waits until the debits are resumed.
            try await office.setClock(to: "2026-04-10T09:00:00Z")
            _ = try await office.desk.record(
                .returned(endToEndId: "R000001D0000001", DebitReturn(kind: .return, reason: "MS03", on: "2026-04-09")),
                by: BankCaller("clerk"))
            try await office.run(.regular("2026-05"))
            let onHold = try await office.work(.directDebitHeld).filter { $0.contract == debtor }
            #expect(onHold.map(\.reason) == [.onHold] && onHold.map(\.run) == [2])
            #expect(onHold.map(\.amount?.cents) == [try await balance(of: debtor, in: office)])
            try await office.setClock(to: "2026-04-11T09:00:00Z")
            _ = try await office.desk.record(.resume(debtor), by: BankCaller("clerk"))
            #expect(try await office.work(.directDebitHeld).filter { $0.contract == debtor } == [])
            #expect(try await office.work(.directDebitHeld, knownAt: "2026-04-10T12:00:00Z").filter { $0.contract == debtor } == onHold)
            // The latest run tells what is held, and what is due later can be left out.
            #expect(try await office.work(.directDebitHeld).allSatisfy { $0.run == 2 })
            let dueOn = try #require(onHold.first).dueOn
            #expect(try await office.work(.directDebitHeld, dueThrough: dueOn.previous) == [])
            #expect(try await office.work(.directDebitHeld, dueThrough: dueOn).count == 2)
        }
    }

    @Test func `a debit that was held for want of a mandate waits until one is registered, and again when it is revoked`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await withoutMandate(in: office)
            try await office.run(.regular("2026-04"))
            let held = try await office.work(.directDebitHeld)
            #expect(held.map(\.contract) == [contract] && held.map(\.reason) == [.mandateMissing])
            try await office.setClock(to: "2026-03-21T09:00:00Z")
            try await office.register("RUM-1", iban: OfficeUnderTest.iban, of: contract)
            #expect(try await office.work(.directDebitHeld) == [])
            #expect(try await office.desk.moneyWorkCounts(MoneyWorkFilter(kind: .directDebitHeld), knownAt: nil).map(\.lines) == [0])
            #expect(try await office.work(.directDebitHeld, knownAt: "2026-03-20T12:00:00Z") == held)
            try await office.setClock(to: "2026-03-22T09:00:00Z")
            try await office.contracts.tell(
                .revokeMandate, ["effectiveOn": "2026-03-22", "mandateReference": "RUM-1"], of: contract)
            #expect(try await office.work(.directDebitHeld) == held)
        }
    }

    @Test func `nothing waits of a run that was cancelled, and a withdrawn file is no work`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            _ = try await office.indebted()
            _ = try await withoutMandate(in: office)
            try await office.run(.regular("2026-04"))
            #expect(try await Set(office.work().map(\.kind)) == [.directDebitHeld, .handOverDue])
            try await office.run(.cancelling(1))
            #expect(try await office.work() == [])
            try await office.run(.regular("2026-04"))
            #expect(try await office.work(.handOverDue).map(\.file) == ["R000003F001"])
            _ = try await office.desk.record(.withdraw(file: "R000003F001", on: "2026-03-20"), by: BankCaller("supervisor"))
            #expect(try await office.work(.handOverDue) == [])
        }
    }

    @Test func `an employer that has not paid in time is told of, but for what it need not pay yet`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            _ = try await office.contracts.affiliated()
            try await office.run(.regular("2026-03"))
            let employer: JSON = ["employer": "0290012E"]
            func owed() async throws -> Int {
                try #require(try await office.desk.account(ofEmployer: "0290012E", knownAt: nil)["balanceCents"]?.integer)
            }
            let march = try await owed()
            #expect(march > 100)
            // P `statementDueDays`: 30.
            try await office.setClock(to: "2026-04-19T09:00:00Z")
            #expect(try await office.work(.statementUnpaid) == [])
            try await office.setClock(to: "2026-04-20T09:00:00Z")
            let unpaid = try await office.work(.statementUnpaid)
            #expect(unpaid.map(\.employer) == ["0290012E"] && unpaid.map(\.amount?.cents) == [march] && unpaid.map(\.run) == [1])
            #expect(unpaid.map(\.dueOn) == ["2026-04-19"] && unpaid.map(\.contract) == [nil])
            // Another statement does not give more time for the first.
            try await office.run(.regular("2026-04"))
            let both = try await owed()
            #expect(both > march)
            #expect(try await office.work(.statementUnpaid) == unpaid)
            try await fact(.payment, employer, 60, "VIR-1", on: "2026-04-20", in: office)
            #expect(try await office.work(.statementUnpaid).map(\.amount?.cents) == [march - 60])
            try await fact(.payment, employer, march - 60, "VIR-2", on: "2026-04-20", in: office)
            #expect(try await office.work(.statementUnpaid) == [])
            #expect(try await office.work(.statementUnpaid, knownAt: "2026-04-20T09:00:00Z") == unpaid)
            try await office.setClock(to: "2026-05-21T09:00:00Z")
            let second = try await office.work(.statementUnpaid)
            #expect(second.map(\.run) == [2] && second.map(\.amount?.cents) == [both - march] && second.map(\.dueOn) == ["2026-05-20"])
            // By employer: another has nothing to pay.
            #expect(try await office.work(.statementUnpaid, employer: "0290012E") == second)
            #expect(try await office.work(.statementUnpaid, employer: "0290013F") == [])
            // The oldest statement that is open names the line, until it is paid.
            try await office.run(.regular("2026-05"))
            let three = try await owed()
            #expect(three > both - march)
            try await office.setClock(to: "2026-06-21T09:00:00Z")
            let oldest = try await office.work(.statementUnpaid)
            #expect(oldest.map(\.run) == [2] && oldest.map(\.dueOn) == ["2026-05-20"] && oldest.map(\.amount?.cents) == [three])
            try await fact(.payment, employer, both - march, "VIR-3", on: "2026-06-21", in: office)
            let last = try await office.work(.statementUnpaid)
            #expect(last.map(\.run) == [3] && last.map(\.dueOn) == ["2026-06-20"] && last.map(\.amount?.cents) == [three - both + march])
        }
    }

    @Test func `an agent's credit is to be refunded after its days, also when a run carried it on, until it is refunded`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await office.contracts.affiliated()
            try await office.run(.regular("2026-03"))
            try await office.setClock(to: "2026-03-21T09:00:00Z")
            try await fact(.payment, payer(contract), 500, "VIR-1", on: "2026-03-21", in: office)
            // P `refundDays`: 56.
            try await office.setClock(to: "2026-05-15T09:00:00Z")
            #expect(try await office.work(.creditToRefund) == [])
            try await office.setClock(to: "2026-05-16T09:00:00Z")
            let credit = try await office.work(.creditToRefund)
            #expect(credit.map(\.contract) == [contract] && credit.map(\.amount?.cents) == [500] && credit.map(\.dueOn) == ["2026-05-16"])
            try await office.run(.regular("2026-04"))
            let rows = try await office.service.owner.withSession { session in
                try session.query("SELECT run, amount, since FROM billing.credit", as: (Int32, Int, PostgresDate).self)
            }
            #expect(rows.map(\.0) == [2] && rows.map(\.1) == [-500] && rows.map { Day($0.2) } == ["2026-03-21"])
            #expect(try await office.work(.creditToRefund) == credit)
            // The contract's employer is the one on the day.
            try await office.portfolio.catchUp()
            #expect(try await office.work(.creditToRefund, employer: "0290012E") == credit)
            #expect(try await office.work(.creditToRefund, employer: "0290013F") == [])
            try await fact(.refund, payer(contract), 200, "R-1", on: "2026-05-16", in: office)
            #expect(try await office.work(.creditToRefund).map(\.amount?.cents) == [300])
            try await office.setClock(to: "2026-05-17T09:00:00Z")
            try await fact(.refund, payer(contract), 300, "R-2", on: "2026-05-17", in: office)
            #expect(try await office.work(.creditToRefund) == [])
            #expect(try await office.work(.creditToRefund, knownAt: "2026-05-16T10:00:00Z").map(\.amount?.cents) == [300])
        }
    }

    @Test func `an agent's credit waits for the last collection, and an employer's is to be refunded at once where credits are`()
        async throws
    {
        try await withOffice(schemes: [try Self.scheme("employerCredit", "refund")]) { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let debtor = try await office.indebted()
            _ = try await office.contracts.affiliated()
            let run = try await office.run(.regular("2026-04"))
            try await fact(.payment, payer(debtor), 70, "VIR-1", on: "2026-03-20", in: office)
            let owed = try #require(try await office.desk.account(ofEmployer: "0290012E", knownAt: nil)["balanceCents"]?.integer)
            try await fact(.payment, ["employer": "0290012E"], owed + 40, "VIR-2", on: "2026-03-20", in: office)
            let credit = try await office.work(.creditToRefund)
            #expect(credit.map(\.employer) == ["0290012E"] && credit.map(\.amount?.cents) == [40] && credit.map(\.dueOn) == ["2026-03-20"])
            let refundable = try #require(run.outcome?.days).collectionOn.adding(days: 56)
            try await office.setClock(to: #require(Instant("\(refundable.previous)T09:00:00Z")))
            #expect(try await office.work(.creditToRefund).count == 1)
            try await office.setClock(to: #require(Instant("\(refundable)T09:00:00Z")))
            let both = try await office.work(.creditToRefund)
            #expect(both.map(\.contract) == [nil, debtor] && both.map(\.dueOn) == ["2026-03-20", refundable])
        }
    }

    @Test func `a file that the bank collected though it was withdrawn leaves a credit, when the agent had paid`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let debtor = try await office.indebted()
            let debited = try #require(try await office.run(.regular("2026-04")).outcome).debited.amount.cents
            _ = try await office.desk.record(.withdraw(file: "R000001F001", on: "2026-03-20"), by: BankCaller("supervisor"))
            try await fact(.payment, payer(debtor), debited, "VIR-1", on: "2026-03-20", in: office)
            // The run after leaves nobody in credit: what comes later tells it.
            try await office.run(.catchUp)
            #expect(try await office.count("credit") == 0)
            try await office.setClock(to: "2026-04-12T09:00:00Z")
            try await fact(.payment, ["file": "R000001F001"], debited, "C-1", on: "2026-04-10", in: office)
            try await office.setClock(to: "2026-06-04T09:00:00Z")
            #expect(try await office.work(.creditToRefund) == [])
            try await office.setClock(to: "2026-06-05T09:00:00Z")
            let credit = try await office.work(.creditToRefund)
            #expect(credit.map(\.contract) == [debtor] && credit.map(\.amount?.cents) == [debited] && credit.map(\.dueOn) == ["2026-06-05"])
        }
    }

    @Test func `an amount whose time is over waits by contract and payer, as the latest run states it`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            _ = try await office.contracts.affiliated()
            try await office.run(.regular("2026-03"))
            #expect(try await office.work(.amountPrescribed) == [])
            try await office.setClock(to: "2028-06-10T09:00:00Z")
            let late = try await office.indebted()
            try await office.run(.regular("2026-04"))
            let stated = try await office.service.database.withSession { session in
                try StoredRows.prescribed(of: 2, after: nil, atMost: 100, in: session)
            }
            let agents = stated.filter { $0.payer == .agent }
            #expect(!agents.isEmpty)
            let lines = try await office.work(.amountPrescribed)
            #expect(lines.count == Set(stated.map { "\($0.contract) \($0.payer)" }).count)
            let line = try #require(lines.first { $0.contract == late && $0.employer == nil })
            #expect(line.amount == agents.reduce(.zero) { $0 + $1.flows.agentToInsurer } && line.run == 2 && line.dueOn == "2028-06-10")
        }
    }

    // MARK: Lines of a bank

    private func send(_ lines: [String], message: String, to office: OfficeUnderTest) async throws -> JSON {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
            <GrpHdr><MsgId>\(message)</MsgId><CreDtTm>2026-03-20T08:00:00Z</CreDtTm></GrpHdr>
            <Ntfctn>\(lines.joined())</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
            """
        let rest = Mutex(Array(text.utf8)[...])
        return try await office.desk.record(
            bankFile: {
                rest.withLock { bytes in
                    let piece = Array(bytes.prefix(700))
                    bytes = bytes.dropFirst(700)
                    return piece
                }
            }, by: BankCaller("clerk")
        ).json
    }

    /// A credit of nobody's file, under a reference of the bank.
    private func credit(_ reference: String, purpose: String = "") -> String {
        """
        <Ntry><Amt Ccy="EUR">12.34</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-20</Dt></BookgDt>
        <AcctSvcrRef>\(reference)</AcctSvcrRef>\(purpose)</Ntry>
        """
    }

    /// A debit that came back.
    private func back(_ endToEndId: String, on day: Day = "2026-03-20") -> String {
        """
        <Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>\(day)</Dt></BookgDt><NtryDtls><TxDtls>
        <Refs><EndToEndId>\(endToEndId)</EndToEndId></Refs><RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>
        """
    }

    @Test func `a line of a bank waits until a fact bears its reference or a clerk settles it, and keeps no words of others`() async throws
    {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await office.contracts.affiliated()
            let file = [
                credit("OP1"), credit("OP2"), credit("OP2"), back("R000009D0000001"), back("LOYER MARTIN JEANNE"), credit("DURAND"),
            ]
            let answer = try await send(file, message: "BANK-1", to: office)
            #expect(answer["recorded"] == 0 && answer["unmatched"]?.array?.count == 6)
            let lines = try await office.work(.bankLineUnmatched)
            #expect(lines.map(\.reference) == ["OP1", "OP2", "OP2", "R000009D0000001", nil, nil])
            #expect(lines.map(\.amount?.cents) == [1234, 1234, 1234, nil, nil, 1234])
            #expect(lines.allSatisfy { $0.dueOn == "2026-03-20" && $0.contract == nil && $0.run == nil && $0.bankLine != nil })
            // Sent again, by another message too, nothing is kept twice of the same message.
            _ = try await send(file, message: "BANK-1", to: office)
            #expect(try await office.work(.bankLineUnmatched) == lines)
            _ = try await send([credit("OP7")] + file, message: "BANK-1", to: office)
            #expect(try await office.work(.bankLineUnmatched).map(\.reference) == lines.map(\.reference) + ["OP7"])
            let words = try await office.service.owner.withSession { session in
                try session.one(
                    "SELECT count(*) FROM log.event WHERE payload::text ~ 'MARTIN|LOYER|DURAND' AND contract_id = \(LogStream.bank.id)",
                    as: Int.self)
            }
            #expect(words == 0)

            try await office.setClock(to: "2026-03-21T09:00:00Z")
            let paid: JSON = ["employer": "0290012E"]
            try await fact(.payment, paid, 1234, "OP1", on: "2026-03-20", in: office)
            let other = try #require(lines[4].bankLine)
            let reason = try StatedReason(body: ["reason": "a rent, sent on"])
            _ = try await office.desk.record(.settle(other, reason: reason), by: BankCaller("clerk"))
            #expect(
                try await office.work(.bankLineUnmatched).map(\.reference) == ["OP2", "OP2", "R000009D0000001", nil, "OP7"])
            #expect(try await office.work(.bankLineUnmatched, knownAt: "2026-03-20T10:00:00Z").count == 7)
            await #expect(throws: BillingRefusal(.bankLineAlreadySettled)) {
                _ = try await office.desk.record(.settle(other, reason: reason), by: BankCaller("clerk"))
            }
            let unknown = try #require(BankLineID("1-1"))
            await #expect(throws: BillingRefusal(.bankLineUnknown)) {
                _ = try await office.desk.record(.settle(unknown, reason: reason), by: BankCaller("clerk"))
            }
            // Two lines of one reference go together: one payment does not tell which of them it is.
            try await fact(.payment, paid, 1234, "OP2", on: "2026-03-20", in: office)
            try await fact(.payment, payer(contract), 1233, "OP2", on: "2026-03-20", in: office)
            #expect(try await office.work(.bankLineUnmatched).filter { $0.reference == "OP2" }.count == 2)
            try await fact(.payment, ["employer": "0290013F"], 1, "OP2", on: "2026-03-20", in: office)
            #expect(try await office.work(.bankLineUnmatched).map(\.reference) == ["R000009D0000001", nil, "OP7"])
            #expect(["", "1", "1-", "-1", "01-1", "1-0", "0-1", "1-1-1", "+1-1"].compactMap { BankLineID($0) } == [])
            let finding = try await office.service.database.withSession { session in
                try session.transaction(.readOnlySnapshot) { try office.moneyProof().finding(in: $0) }
            }
            #expect(finding.differences == [])
            try await EventLog.verify(office.service.database)
        }
    }

    @Test func `what a migration makes of former rows is what runs and facts write, and a list is the same without kept balances`()
        async throws
    {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-19T09:00:00Z")
            // Of a debit that is presented later, and of transfers under one reference.
            _ = try await send(
                [back("R000001D0000001")] + ["OP1", "OP2", "OP2", "OP2", "OP3"].map { credit($0) }, message: "BANK-1", to: office)
            _ = try await office.indebted()
            _ = try await office.contracts.affiliated()
            let lines = try await office.work(.bankLineUnmatched)
            try await office.run(.regular("2026-04"))
            let paid: JSON = ["employer": "0290012E"]
            try await fact(.payment, paid, 1234, "OP1", on: "2026-03-19", in: office)
            try await fact(.payment, paid, 2468, "OP2", on: "2026-03-19", in: office)
            #expect(try await office.work(.bankLineUnmatched).count == 5)
            // Then less must be reached for the two others.
            let order = BankOrder.settle(try #require(lines[2].bankLine), reason: try StatedReason(body: ["reason": "a rent, sent on"]))
            _ = try await office.desk.record(order, by: BankCaller("clerk"))
            #expect(try await office.work(.bankLineUnmatched).map(\.reference) == ["R000001D0000001", "OP3"])
            try await office.setClock(to: "2026-04-12T09:00:00Z")
            _ = try await send([back("R000001D0000001", on: "2026-04-10")], message: "BANK-2", to: office)
            #expect(try await office.work(.bankLineUnmatched).map(\.reference) == ["OP3"])
            #expect(try await office.work(.bankLineUnmatched, knownAt: "2026-04-01T09:00:00Z").count == 2)
            try await office.run(.regular("2026-05"))
            try await office.setClock(to: "2026-06-20T09:00:00Z")
            let unpaid = try await office.work(.statementUnpaid)
            #expect(!unpaid.isEmpty)

            let script = try #require(Migration.all.first { $0.name == "0032_money_counts.sql" }).script
            let statements = script.split(separator: ";\n")
            func rows(_ table: String) async throws -> [String] {
                try await office.service.owner.withSession { session in
                    try session.query(SQL(unsafe: "SELECT t::text FROM billing.\(table) t ORDER BY 1"), as: String.self)
                }
            }
            func change(_ script: String) async throws {
                try await office.service.owner.withSession { session in
                    try session.executeScript("SET session_replication_role = replica; \(script); SET session_replication_role = DEFAULT")
                }
            }
            // A migration keeps the balances after the latest run alone.
            try await change("DELETE FROM billing.employer_balance WHERE run = 1")
            for table in ["employer_balance", "bank_line_wait"] {
                let kept = try await rows(table)
                try await change("DELETE FROM billing.\(table)")
                if table == "employer_balance" { #expect(try await office.work(.statementUnpaid) == unpaid) }
                try await change(String(try #require(statements.first { $0.contains("insert into billing.\(table)") })))
                #expect(try await rows(table) == kept && !kept.isEmpty, "\(table)")
            }
            #expect(try await office.work(.statementUnpaid) == unpaid)
            #expect(try await office.work(.bankLineUnmatched).map(\.reference) == ["OP3"])
        }
    }

    @Test func `many lines of a bank are kept, by some events`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            _ = try await send((1...1203).map { credit("OP\($0)") }, message: "BANK-1", to: office)
            #expect(try await office.work(.bankLineUnmatched).map(\.reference) == (1...1203).map { "OP\($0)" })
            let events = try await office.service.database.withSession { try EventLog.version(of: LogStream.bank.id, in: $0) }
            #expect(events == 3)
        }
    }

    // MARK: Lists

    @Test func `pages of any size tell each line once, and the counts count them, at each instant of a story`() async throws {
        try await withOffice { office in
            try await office.tellMoneyStory()
            let instants: [Instant?] = [
                nil, "2026-03-20T08:00:00Z", "2026-03-25T09:00:00Z", "2026-04-12T10:00:00Z", "2026-04-25T10:00:00Z",
                "2026-05-13T10:00:00Z", "2028-06-11T10:00:00Z",
            ]
            var kinds: Set<MoneyWorkKind> = []
            for instant in instants {
                let all = try await office.work(knownAt: instant)
                kinds.formUnion(all.map(\.kind))
                #expect(Set(all).count == all.count)
                #expect(all.map(\.kind) == MoneyWorkKind.allCases.flatMap { kind in all.filter { $0.kind == kind }.map(\.kind) })
                for limit in [1, 2, 3] {
                    var (walked, cursor): ([MoneyWorkLine], String?) = ([], nil)
                    repeat {
                        let page = try #require(
                            try await office.desk.moneyWork(MoneyWorkFilter(), knownAt: instant, after: cursor, atMost: limit))
                        #expect(page.lines.count == limit || page.next == nil)
                        walked += page.lines
                        cursor = page.next
                    } while cursor != nil
                    #expect(walked == all, "\(limit) at a time, \(String(describing: instant))")
                }
                for kind in MoneyWorkKind.allCases {
                    #expect(try await office.work(kind, knownAt: instant) == all.filter { $0.kind == kind })
                }
                let none = try await office.desk.moneyWork(MoneyWorkFilter(), knownAt: instant, after: nil, atMost: 0)
                #expect(none?.lines == [] && (none?.next != nil) == !all.isEmpty)
            }
            #expect(kinds == Set(MoneyWorkKind.allCases))
            for wrong in ["", "x", "money_x", "money_6", "money_00", "money_zz"] {
                #expect(try await office.desk.moneyWork(MoneyWorkFilter(), knownAt: nil, after: wrong, atMost: 5) == nil, "\(wrong)")
            }
        }
    }

    /// What a line tells of an account, for the model.
    private struct Account: Hashable { let holder: String, cents: Int }

    @Test(arguments: [51, 52] as [UInt64])
    func `over random lives the rows of credits are the accounts below zero, and what is held is what accounts owe`(seed: UInt64)
        async throws
    {
        try await withOffice(schemes: [OfficeUnderTest.scheme, OfficeUnderTest.otherScheme]) { office in
            let told = try await ToldLives.tell(80, lives: 12, seed: seed, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            try await office.run(.regular(month))
            try await office.run(.regular(month), of: "littoral-2")
            // Some pay more than they owe.
            for (place, contract) in told.contracts.enumerated() where place % 3 == 0 {
                let body = payer(contract).with([
                    "scheme": "littoral-2026", "amountCents": JSON(100_000 + place),
                    "on": .string(office.service.clock.now().parisDay.description),
                    "reference": .string("P\(place)"),
                ])
                _ = try await office.desk.record(BankOrder(.payment, body, employers: .standard), by: BankCaller("clerk"))
            }
            _ = try await ToldLives.tell(
                60, lives: 6, seed: seed + 100, beginning: office.service.clock.now().adding(microseconds: 60_000_000), to: office.service)
            try await office.run(.catchUp)
            try await office.run(.cancelling(3))
            try await office.run(.regular(month.next))
            let runs = try await office.desk.history().runs.filter { $0.run.kind.presentsDebits }
            for recorded in runs {
                let (left, below) = try await office.service.owner.withSession { session in
                    (
                        try session.query(
                            "SELECT contract_id, amount FROM billing.credit WHERE run = \(Int32(recorded.run.number))", as: (UUID, Int).self
                        ),
                        try session.query(
                            """
                            SELECT contract_id, sum(amount)::bigint FROM billing.posting JOIN billing.batch USING (source)
                            WHERE account = 'receivable:agent' AND scheme = \(recorded.run.scheme) AND source <= \(recorded.source)
                            GROUP BY contract_id HAVING sum(amount) < 0
                            """, as: (UUID, Int).self)
                    )
                }
                #expect(
                    Set(left.map { Account(holder: $0.0.text, cents: $0.1) }) == Set(below.map { Account(holder: $0.0.text, cents: $0.1) }),
                    "run \(recorded.run.number)")
            }
            #expect(try await office.count("credit") > 0)
            // A year later everything is due. Nothing was told since: each account below zero is to be refunded, each above zero is held or debited.
            try await office.setClock(to: office.service.clock.now().adding(microseconds: 400 * 86_400 * 1_000_000))
            let balances = try await office.service.owner.withSession { session in
                try session.query(
                    """
                    SELECT scheme, contract_id, sum(amount)::bigint FROM billing.posting JOIN billing.batch USING (source)
                    WHERE account = 'receivable:agent' GROUP BY scheme, contract_id HAVING sum(amount) <> 0
                    """, as: (String, UUID, Int).self)
            }
            let credits = try await office.work(.creditToRefund).map {
                Account(holder: $0.contract?.uuid.text ?? "", cents: -($0.amount?.cents ?? 0))
            }
            #expect(Set(credits) == Set(balances.filter { $0.2 < 0 }.map { Account(holder: $0.1.text, cents: $0.2) }) && !credits.isEmpty)
            let held = try await office.work(.directDebitHeld).map {
                Account(holder: $0.contract?.uuid.text ?? "", cents: $0.amount?.cents ?? 0)
            }
            #expect(Set(held) == Set(balances.filter { $0.2 > 0 }.map { Account(holder: $0.1.text, cents: $0.2) }))
            let all = try await office.work()
            // By employer.
            let employers = try await office.service.owner.withSession { session in
                try session.query("SELECT DISTINCT employer FROM billing.line WHERE employer IS NOT NULL", as: String.self)
            }
            try await office.portfolio.catchUp()
            for employer in employers {
                let own = try await office.portfolio.portfolio.contracts(ofEmployer: employer, knownAt: office.service.clock.now())
                let theirs = try await office.work(employer: employer)
                #expect(
                    theirs
                        == all.filter { line in
                            line.employer == employer || line.employer == nil && line.contract.map { own.contains($0.uuid) } ?? false
                        })
            }
            // Page by page, over both schemes, each line comes once.
            var (walked, cursor): ([MoneyWorkLine], String?) = ([], nil)
            repeat {
                let page = try #require(try await office.desk.moneyWork(MoneyWorkFilter(), knownAt: nil, after: cursor, atMost: 7))
                walked += page.lines
                cursor = page.next
            } while cursor != nil
            #expect(walked == all)
        }
    }

    @Test func `while the primary is away, a standby tells what waits`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            _ = try await withoutMandate(in: office)
            try await office.run(.regular("2026-04"))
            let away = Database(try PostgresConfiguration(url: "postgresql://nobody@127.0.0.1:1/nothing"), connections: 1)
            func work(_ standby: Database?) async throws -> [MoneyWorkLine]? {
                let questions = RunQuestions(
                    reads: away, streams: away, schemes: office.contracts.schemes, money: office.desk.office.money,
                    clock: office.service.clock, standby: standby)
                return try await questions.moneyWork(MoneyWorkFilter(), knownAt: nil, after: nil, atMost: 10)?.lines
            }
            #expect(try await work(office.service.database) == office.work())
            await #expect(throws: ServiceError.self) { try await work(nil) }
            await away.shutdown()
        }
    }

    @Test func `without a run and without a line of a bank nothing waits`() async throws {
        try await withOffice { office in
            _ = try await office.contracts.affiliated()
            #expect(try await office.work() == [])
            let counts = try await office.desk.moneyWorkCounts(MoneyWorkFilter(), knownAt: nil)
            #expect(counts == MoneyWorkKind.allCases.map { MoneyWorkCount($0) })
        }
    }
}

extension OfficeUnderTest {
    /// All work about money. What is counted must be what is listed.
    func work(
        _ kind: MoneyWorkKind? = nil, knownAt instant: Instant? = nil, dueThrough day: Day? = nil, employer: String? = nil
    ) async throws -> [MoneyWorkLine] {
        let filter = MoneyWorkFilter(kind: kind, dueThrough: day, employer: employer)
        let lines = try #require(try await desk.moneyWork(filter, knownAt: instant, after: nil, atMost: 100_000)).lines
        let counts = try await desk.moneyWorkCounts(filter, knownAt: instant)
        let day = instant?.parisDay ?? service.clock.now().parisDay
        #expect(
            counts
                == MoneyWorkKind.allCases.filter { kind == nil || kind == $0 }.map { kind in
                    let listed = lines.filter { $0.kind == kind }
                    return MoneyWorkCount(kind, lines: listed.count, overdue: listed.count { $0.dueOn < day })
                })
        return lines
    }
}
