import Billing
import CivilTime
import EventLog
import FoundationEssentials
import JSON
import Postgres
import ServiceTesting
import Synchronization
import Testing

@testable import BillingService
@testable import ContractService

/// What a bank's file says is recorded whole, and once, on a real database.
@Suite(.timeLimit(.minutes(10))) struct BankFileRecordTests {
    private func send(_ text: String, to office: OfficeUnderTest) async throws -> JSON {
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

    /// A pain.002: a file that is rejected as a whole, and debits that are rejected one by one.
    private func report(_ id: String, rejecting file: String? = nil, debits: [String] = [], on day: String = "2026-03-21") -> String {
        let lines = debits.map {
            "<TxInfAndSts><OrgnlEndToEndId>\($0)</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>"
        }
        let status = file == nil ? "" : "<PmtInfSts>RJCT</PmtInfSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf>"
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
            <GrpHdr><MsgId>\(id)</MsgId><CreDtTm>\(day)T09:00:00Z</CreDtTm></GrpHdr>
            <OrgnlGrpInfAndSts><OrgnlMsgId>x</OrgnlMsgId></OrgnlGrpInfAndSts>
            <OrgnlPmtInfAndSts><OrgnlPmtInfId>\(file ?? "x")</OrgnlPmtInfId>\(status)\(lines.joined())</OrgnlPmtInfAndSts>
            </CstmrPmtStsRpt></Document>
            """
    }

    /// A camt.054: credits of files, and debits that came back.
    private func notification(
        _ id: String, credits: [(file: String, cents: Int, reference: String)] = [], returns: [(debit: String, reason: String)] = [],
        on day: String
    ) -> String {
        func amount(_ cents: Int) -> String { "<Amt Ccy=\"EUR\">\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)</Amt>" }
        let credits = credits.map {
            """
            <Ntry>\(amount($0.cents))<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>\(day)</Dt></BookgDt>
            <AcctSvcrRef>\($0.reference)</AcctSvcrRef><NtryDtls><Btch><PmtInfId>\($0.file)</PmtInfId></Btch></NtryDtls></Ntry>
            """
        }
        let returns = returns.map {
            """
            <Ntry>\(amount(100))<CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>\(day)</Dt></BookgDt><NtryDtls><TxDtls>
            <Refs><EndToEndId>\($0.debit)</EndToEndId></Refs><RtrInf><Rsn><Cd>\($0.reason)</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>
            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
            <GrpHdr><MsgId>\(id)</MsgId><CreDtTm>\(day)T09:00:00Z</CreDtTm></GrpHdr>
            <Ntfctn>\((credits + returns).joined())</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
            """
    }

    private func version(of office: OfficeUnderTest) async throws -> Int {
        try await office.service.database.withSession { try EventLog.version(of: LogStream.bank.id, in: $0) }
    }

    /// Checks that rows and entries are what the events say, and that nothing was recorded twice.
    private func expectWhole(_ office: OfficeUnderTest) async throws {
        let finding = try await office.service.database.withSession { session in
            try session.transaction(.readOnlySnapshot) { try office.moneyProof().finding(in: $0) }
        }
        #expect(finding.differences == [])
        let unbalanced = try await office.service.owner.withSession { session in
            try session.one(
                "SELECT count(*) FROM (SELECT FROM billing.posting GROUP BY source, place HAVING sum(amount) <> 0) AS wrong", as: Int.self)
        }
        #expect(unbalanced == 0)
        try await EventLog.verify(office.service.database)
    }

    @Test func `a file that the bank rejects returns each debit, those listed by their own reason; sent again it records nothing`()
        async throws
    {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            for number in 1...12 { _ = try await office.indebted(reference: "RUM-\(number)") }
            try await office.run(.regular("2026-04"))
            try await office.setClock(to: "2026-03-22T09:00:00Z")
            let file = report("BANK-1", rejecting: "R000001F001", debits: ["R000001D0000003", "OTHER-1"])
            let answer = try await send(file, to: office)
            #expect(answer["messageId"] == "BANK-1" && answer["recorded"] == 12 && answer["repeated"] == 0)
            #expect(answer["unmatched"] == [["endToEndId": "OTHER-1", "on": "2026-03-21"]])
            let events = try await version(of: office)
            // And that the bank has the file, and what it names that is not ours.
            #expect(events == 14)
            let reasons = try await office.service.owner.withSession { session in
                try session.query("SELECT reason FROM billing.debit_return ORDER BY end_to_end_id", as: String.self)
            }
            #expect(reasons.filter { $0 == "AC04" }.count == 1 && reasons[2] == "AC04" && reasons.count == 12)
            let again = try await send(file, to: office)
            #expect(again["recorded"] == 0 && again["repeated"] == 12 && again["unmatched"] == answer["unmatched"])
            #expect(try await version(of: office) == events)
            try await expectWhole(office)
            // The run after debits them again.
            #expect(try await office.run(.catchUp).outcome?.debited.count == 11)
        }
    }

    @Test func `credits and returns are recorded in the order of the file; what is withdrawn and collected is presented again`()
        async throws
    {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await office.indebted()
            let cents = try #require(try await office.run(.regular("2026-04")).outcome).debited.amount.cents
            _ = try await office.desk.record(.withdraw(file: "R000001F001", on: "2026-03-20"), by: BankCaller("supervisor"))
            try await office.setClock(to: "2026-04-12T09:00:00Z")
            let returned = (debit: "R000001D0000001", reason: "MD06")
            // Nothing says that the bank collected it: a clerk finds out.
            let early = try await send(notification("N-1", returns: [returned], on: "2026-04-10"), to: office)
            #expect(early["recorded"] == 0 && early["unmatched"]?.array?.map { $0["rule"] } == ["directDebit.alreadyReturned"])

            let file = notification(
                "N-2",
                credits: [
                    ("R000001F001", cents, "OP-1"), ("R000001F001", 1, "OP-2"), ("R000009F001", 5, "OP-3"),
                    ("R000001F001", 1, "OP 0612345678"),
                ], returns: [returned, returned], on: "2026-04-10")
            let answer = try await send(file, to: office)
            #expect(answer["recorded"] == 2 && answer["repeated"] == 1)
            #expect(
                answer["unmatched"]?.array?.map { $0["rule"] ?? .null } == ["payment.exceedsFile", .null, .null])
            let events = try await version(of: office)
            let again = try await send(file, to: office)
            #expect(again["recorded"] == 0 && again["repeated"] == 3 && again["unmatched"] == answer["unmatched"])
            #expect(try await version(of: office) == events)
            let kinds = try #require(try await office.desk.account(of: contract, knownAt: nil)["entries"]?.array).compactMap {
                $0["kind"]?.string
            }
            #expect(kinds == ["called", "debited", "returned", "debited", "returned"])
            let return_ = try await office.service.owner.withSession { session in
                try session.one("SELECT kind || ' ' || reason FROM billing.debit_return", as: String.self)
            }
            #expect(return_ == "refund MD06")
            try await expectWhole(office)
        }
    }

    @Test func `lines that rules refuse are left to a clerk, and a file about a run that is being taken back waits`() async throws {
        try await withOffice(makesRuns: false) { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            _ = try await office.indebted()
            func accept(_ request: RunRequest) async throws {
                _ = try await office.desk.submit(RunOrder(scheme: "littoral-2026", request), by: "supervisor", patience: .zero)
            }
            try await accept(.regular("2026-04"))
            try await office.desk.makeNext()
            for (day, rule) in [("2026-03-21", "bankFact.inFuture"), ("2026-03-19", "bankFact.tooEarly")] {
                let answer = try await send(report("B-\(day)", debits: ["R000001D0000001"], on: day), to: office)
                #expect(answer["recorded"] == 0 && answer["unmatched"]?.array?.map { $0["rule"] } == [.string(rule)])
            }
            try await accept(.cancelling(1))
            await #expect(throws: BillingRefusal(.runInProgress)) {
                try await send(report("B-1", rejecting: "R000001F001", on: "2026-03-20"), to: office)
            }
            try await office.desk.makeNext()
            let late = try await send(report("B-1", rejecting: "R000001F001", on: "2026-03-20"), to: office)
            #expect(late["recorded"] == 0 && late["unmatched"]?.array?.map { $0["rule"] } == ["directDebit.alreadyReturned"])
            // Each of the three is kept for a clerk.
            #expect(try await version(of: office) == 3)
            #expect(try await office.count("bank_line") == 3)
            try await expectWhole(office)
        }
    }

    @Test func `half a file, and one whose bytes end early, record nothing`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            _ = try await office.indebted()
            try await office.run(.regular("2026-04"))
            let whole = report("B-1", rejecting: "R000001F001", on: "2026-03-20")
            for text in [String(whole.dropLast(20)), whole + whole, "<!DOCTYPE x>" + whole, "", "{}"] {
                await #expect(throws: UnreadableBankFile.self) { try await send(text, to: office) }
            }
            struct Gone: Error {}
            await #expect(throws: Gone.self) {
                _ = try await office.desk.record(bankFile: { throw Gone() }, by: BankCaller("clerk"))
            }
            #expect(try await version(of: office) == 0)
            #expect(try await send(whole, to: office)["recorded"] == 1)
        }
    }
}
