import BankFiles
import Billing
import CivilTime
import Testing

/// What a bank says in each message, in both versions.
@Suite struct BankFileTests {
    private func returned(_ debit: String, _ kind: DebitReturn.Kind, _ reason: String, on: String) -> BankFileLine {
        .returned(endToEndId: debit, DebitReturn(kind: kind, reason: reason, on: day(on)))
    }

    private func credited(_ file: String, _ cents: Int, on: String, _ reference: String) -> BankFileLine {
        .credited(file: file, amount: Money(cents: cents), on: day(on), reference: reference)
    }

    private func unmatched(_ reference: String?, _ cents: Int?, on: String, endToEndId: String? = nil) -> BankFileLine {
        .unmatched(
            UnmatchedBankLine(endToEndId: endToEndId, reference: reference, amount: cents.map { Money(cents: $0) }, on: day(on)))
    }

    @Test func `a status report names the debits that are rejected`() throws {
        let file = try read(SampleFile.statusOfDebits.bytes)
        #expect(file.messageId == "BANK-STS-0001")
        #expect(
            file.lines == [
                returned("R000004D0000001", .reject, "AC04", on: "2026-12-08"),
                // The bank gives words of its own instead of a code.
                returned("R000004D0000003", .reject, "NARR", on: "2026-12-08"),
            ])
    }

    @Test func `a status report rejects a file as a whole, on the day in Paris`() throws {
        let file = try read(SampleFile.statusOfFile.bytes)
        #expect(file.messageId == "BANK-STS-0002")
        #expect(file.lines == [.rejected(file: "R000004F001", DebitReturn(kind: .reject, reason: "FF01", on: day("2026-12-09")))])
    }

    @Test func `a rejected batch rejects its debits, those that are listed by their own reasons`() throws {
        let file = try read(SampleFile.statusOfBatch.bytes)
        #expect(
            file.lines == [
                returned("R000005D0000001", .reject, "AC01", on: "2026-12-09"),
                returned("R000005D0000002", .reject, "DT01", on: "2026-12-09"),
                unmatched("R000005F001", nil, on: "2026-12-09"),
                .rejected(file: "R000005F001", DebitReturn(kind: .reject, reason: "DT01", on: day("2026-12-09"))),
            ])
    }

    @Test func `a message and its batch that are both rejected reject their file once`() throws {
        let text = SampleFile.statusOfBatch.text
            .replacing(
                "<p:OrgnlMsgNmId>pain.008.001.08</p:OrgnlMsgNmId>", with: "<p:OrgnlMsgNmId>x</p:OrgnlMsgNmId><p:GrpSts>RJCT</p:GrpSts>")
        let files = try read(text).lines.compactMap { if case .rejected(let file, _) = $0 { file } else { nil } }
        #expect(files == ["R000005F001"])
    }

    @Test func `a notification tells credits of files, returns and refunds, and what a clerk finds out`() throws {
        let file = try read(SampleFile.notification02.bytes)
        #expect(file.messageId == "BANK-NTF-0001")
        #expect(
            file.lines == [
                credited("R000004F001", 37_700, on: "2026-12-10", "OP-77001"),
                returned("R000004D0000001", .return, "AM04", on: "2026-12-14"),
                returned("R000004D0000002", .refund, "MD06", on: "2026-12-14"),
                unmatched("OP-77002-3", -1_100, on: "2026-12-14"),
                unmatched("OP-77003", 727_800, on: "2026-12-14"),
            ])
    }

    @Test func `a notification of the version of 2019 says the same in other elements`() throws {
        let file = try read(SampleFile.notification08.bytes)
        #expect(
            file.lines == [
                credited("R000006F001", 6_050, on: "2026-12-15", "OP-88001"),
                credited("R000006F002", 4_000, on: "2026-12-15", "OP-88001"),
                // Without a day of its own an entry has that of the message.
                credited("R000007F001", 1_500, on: "2026-12-16", "OP-88002"),
                credited("R000007F002", 1_500, on: "2026-12-16", "OP-88002"),
                unmatched(nil, 6_050, on: "2026-12-15"),
                unmatched(nil, -1_200, on: "2026-12-15"),
                returned("R000004D0000003", .return, "NARR", on: "2026-12-15"),
            ])
    }

    @Test(arguments: [
        ("<TtlAmt Ccy=\"EUR\">40</TtlAmt>", "<TtlAmt Ccy=\"EUR\">41</TtlAmt>"),
        ("<TtlAmt Ccy=\"EUR\">40</TtlAmt>", "<TtlAmt Ccy=\"USD\">40</TtlAmt>"),
        ("<TtlAmt Ccy=\"EUR\">40</TtlAmt>", ""), ("<TtlAmt Ccy=\"EUR\">40</TtlAmt>", "<TtlAmt Ccy=\"EUR\">40.001</TtlAmt>"),
    ])
    func `a credit of several files whose parts are not told to the cent is left to a clerk`(part: String, other: String) throws {
        let file = try read(SampleFile.notification08.text.replacing(part, with: other))
        #expect(file.lines.first == unmatched("OP-88001", 10_050, on: "2026-12-15"))
    }

    /// The lines of a notification of one booked credit of 40 euros, with these details.
    private func linesOfCredit(reference: String? = "OP-1", _ details: [[String]]) throws -> [BankFileLine] {
        let reference = reference.map { "<AcctSvcrRef>\($0)</AcctSvcrRef>" } ?? ""
        let details = details.map { "<NtryDtls>\($0.joined())</NtryDtls>" }.joined()
        return try read(
            """
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
            <GrpHdr><MsgId>M</MsgId><CreDtTm>2026-12-15T18:00:00</CreDtTm></GrpHdr>
            <Ntfctn><Ntry><Amt Ccy="EUR">40.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\(reference)\(details)</Ntry></Ntfctn>
            </BkToCstmrDbtCdtNtfctn></Document>
            """
        ).lines
    }

    private static func batch(_ file: String?, _ amount: String? = nil, currency: String = "EUR", isCredit: Bool = true) -> String {
        let file = file.map { "<PmtInfId>\($0)</PmtInfId>" } ?? ""
        let amount = amount.map { "<TtlAmt Ccy=\"\(currency)\">\($0)</TtlAmt>" } ?? ""
        return "<Btch>\(file)<NbOfTxs>1</NbOfTxs>\(amount)<CdtDbtInd>\(isCredit ? "CRDT" : "DBIT")</CdtDbtInd></Btch>"
    }

    private static func transaction(_ file: String?, _ amount: String? = nil, isCredit: Bool = true) -> String {
        let file = file.map { "<PmtInfId>\($0)</PmtInfId>" } ?? ""
        let amount = amount.map { "<Amt Ccy=\"EUR\">\($0)</Amt>" } ?? ""
        return
            "<TxDtls><Refs>\(file)<EndToEndId>E</EndToEndId></Refs>\(amount)<CdtDbtInd>\(isCredit ? "CRDT" : "DBIT")</CdtDbtInd></TxDtls>"
    }

    @Test(
        arguments: [
            [[batch("F")]], [[batch("F", "40")]], [[batch("F"), transaction(nil, "15"), transaction("F", "25")]],
            [[batch("F", "25")], [batch("F", "15")]], [[transaction("F", "15"), transaction("F", "25")]],
            [[transaction("F"), transaction("F")]],
            [[batch("F", "25")], [transaction("F", "15")]], [[batch(nil, "40"), transaction("F", "15"), transaction("F", "25")]],
        ] as [[[String]]])
    func `a credit is that of a file when each part of it names the file`(details: [[String]]) throws {
        #expect(try linesOfCredit(details) == [credited("F", 4_000, on: "2026-12-15", "OP-1")])
    }

    @Test(
        arguments: [
            [[transaction("F", "15"), transaction(nil, "25")]], [[transaction("F"), transaction(nil)]],
            [[batch("F", "15")], [batch(nil, "25")]], [[batch("F")], [batch(nil)]], [[batch("F")], [transaction(nil, "25")]],
            [[batch("F"), transaction("G")]], [[batch("F", "15")]], [[batch("F", "41")]], [[batch("F", "40", currency: "USD")]],
            [[batch("F", "40.001")]], [[transaction("F", "40"), transaction("F")]],
            [[transaction("F", "50"), transaction("F", "10", isCredit: false)]], [[transaction("F"), transaction("F", isCredit: false)]],
            [[batch("F"), transaction("F", isCredit: false)]], [[batch("F")], [batch("F", isCredit: false)]], [[batch(nil)]], [],
        ] as [[[String]]])
    func `a credit of which a part names no file, or whose parts have another sum, is left to a clerk`(details: [[String]]) throws {
        #expect(try linesOfCredit(details) == [unmatched("OP-1", 4_000, on: "2026-12-15")])
    }

    /// The bank may tell of it again in another message. By its reference alone that is known to be the same credit.
    @Test func `a credit without the bank's reference is left to a clerk`() throws {
        #expect(try linesOfCredit(reference: nil, [[Self.batch("F")]]) == [unmatched(nil, 4_000, on: "2026-12-15")])
        #expect(
            try linesOfCredit(reference: nil, [[Self.batch("F", "15")], [Self.batch("G", "25")]]) == [
                unmatched(nil, 4_000, on: "2026-12-15")
            ])
    }

    @Test func `files that are rejected are each told once, in the order of the message`() throws {
        let batches = (0..<20_000).map { count in
            "<OrgnlPmtInfAndSts><OrgnlPmtInfId>F\(count % 10_000)</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts></OrgnlPmtInfAndSts>"
        }
        let text = SampleFile.statusOfFile.text.replacing("</CstmrPmtStsRpt>", with: batches.joined() + "</CstmrPmtStsRpt>")
        let files = try read(text).lines.map { if case .rejected(let file, _) = $0 { file } else { "" } }
        #expect(files == ["R000004F001"] + (0..<10_000).map { "F\($0)" })
    }

    @Test func `an identifier counts exactly as it is written`() throws {
        let text = SampleFile.statusOfDebits.text
            .replacing("<OrgnlEndToEndId>R000004D0000001<", with: "<OrgnlEndToEndId> r000004d0000001 <")
        #expect(try read(text).lines.first == returned(" r000004d0000001 ", .reject, "AC04", on: "2026-12-08"))
    }

    @Test func `elements of another namespace are not those of the message`() throws {
        let text = SampleFile.statusOfDebits.text
            .replacing("<TxSts>ACCP</TxSts>", with: "<TxSts>ACCP</TxSts><b:TxSts xmlns:b=\"urn:bank\">RJCT</b:TxSts>")
        #expect(try read(text) == read(SampleFile.statusOfDebits.text))
    }

    @Test func `a file says the same in pieces of any length`() throws {
        for sample in SampleFile.allCases {
            let bytes = sample.bytes
            let whole = try read(bytes, inPiecesOf: bytes.count)
            for length in [1, 2, 3, 7, 64, 4095, 4096, 4097] {
                #expect(try read(bytes, inPiecesOf: length) == whole, "\(sample) \(length)")
            }
        }
    }

    @Test(arguments: ["GrpHdr/MsgId", "GrpHdr/CreDtTm"])
    func `a file without its identifier or its day is refused by the element that it lacks`(path: String) throws {
        let name = path.split(separator: "/")[1]
        for sample in [SampleFile.statusOfDebits, .notification02] {
            // The first of its name is the message's own.
            let text = sample.text
            let begin = try #require(text.firstRange(of: "<\(name)>"))
            let end = try #require(text.firstRange(of: "</\(name)>"))
            let flawed = String(text[..<begin.lowerBound] + text[end.upperBound...])
            #expect(defect(flawed) == .missing(path), "\(sample)")
        }
    }

    @Test(arguments: [SampleFile.statusOfDebits, .notification08])
    func `a file whose day comes after a line that needs it is refused`(sample: SampleFile) throws {
        let text = sample.text
        let header = try #require(text.firstMatch(of: /(?s)<GrpHdr>.*?<\/GrpHdr>/)).0
        let end = try #require(text.firstMatch(of: /<\/(CstmrPmtStsRpt|BkToCstmrDbtCdtNtfctn)>/)).0
        let late = text.replacing(header, with: "").replacing(end, with: header + end)
        #expect(defect(late) == .missing("GrpHdr/CreDtTm"))
    }
}
