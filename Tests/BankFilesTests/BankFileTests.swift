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
                credited("R000006F001", 6_050, on: "2026-12-15", "BANK-NTF-0002/1"),
                credited("R000006F002", 4_000, on: "2026-12-15", "BANK-NTF-0002/1"),
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
        #expect(file.lines.first == unmatched(nil, 10_050, on: "2026-12-15"))
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
}
