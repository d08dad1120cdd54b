import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// Files of direct debits, byte by byte. Both were checked against the schemas of ISO 20022 when they were written down here.
@Suite struct PaymentFileTests {
    private static func debit(_ number: Int, _ cents: Int, reference: String = "RUM-0001", isAmended: Bool = false) -> DirectDebit {
        DirectDebit(
            endToEndId: "R000004D000000\(number)", file: "R000004F001", contract: BilledContract(bits: UInt128(number)),
            mandate: RegisteredMandate(reference: reference, signedOn: day("2026-08-25"), event: 2), isAmended: isAmended,
            sequenceType: .recurrent, amount: Money(cents: cents),
            days: CollectionDays(collectionOn: day("2026-12-10"), notifyBy: day("2026-11-26")))
    }

    private static func terms(
        format: DirectDebitFormat = .version08, creditor: Creditor? = nil, remittance: String = "COTISATION SANTE {month}"
    ) throws -> MoneyTerms {
        var parameters = try MoneyExample.parameters()
        parameters.directDebitFormat = try MoneyExample.always("directDebitFormat", format)
        if let creditor { parameters.creditor = try MoneyExample.always("creditor", creditor) }
        parameters.remittanceText = try MoneyExample.always("remittanceText", remittance)
        return MoneyExample.terms(of: parameters)
    }

    private static func file(_ terms: MoneyTerms, count: Int = 2, cents: Int = 37_700) -> PaymentFile {
        PaymentFile(
            id: "R000004F001", of: MoneyExample.run(), sum: DebitSum(count: count, amount: Money(cents: cents)),
            collectionOn: day("2026-12-10"), terms)
    }

    private static func text(_ terms: MoneyTerms) throws -> String {
        let file = file(terms)
        let first = try #require(file.bytes(of: debit(1, 30_160), name: "Lætitia Müller-Strauß", iban: MoneyExample.iban))
        let second = try #require(
            file.bytes(of: debit(2, 7_540, reference: "RUM:2/(b)", isAmended: true), name: "Ž. d'Ōé & fils", iban: "BE68539007547034"))
        return String(decoding: file.head + first + second + file.tail, as: UTF8.self)
    }

    /// The elements in which the versions differ stand as `BIC`.
    private static func expected(_ version: String, bic: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:\(version)"><CstmrDrctDbtInitn><GrpHdr><MsgId>R000004F001</MsgId>\
        <CreDtTm>2026-11-20T07:00:00Z</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>377.00</CtrlSum>\
        <InitgPty><Nm>MGEN FPE EDUCATION</Nm></InitgPty></GrpHdr>\
        <PmtInf><PmtInfId>R000004F001</PmtInfId><PmtMtd>DD</PmtMtd><BtchBookg>true</BtchBookg><NbOfTxs>2</NbOfTxs><CtrlSum>377.00</CtrlSum>\
        <PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>CORE</Cd></LclInstrm><SeqTp>RCUR</SeqTp></PmtTpInf>\
        <ReqdColltnDt>2026-12-10</ReqdColltnDt><Cdtr><Nm>MGEN FPE EDUCATION</Nm></Cdtr>\
        <CdtrAcct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></CdtrAcct>\
        <CdtrAgt><FinInstnId><\(bic)>AGRIFRPP</\(bic)></FinInstnId></CdtrAgt><ChrgBr>SLEV</ChrgBr>\
        <CdtrSchmeId><Id><PrvtId><Othr><Id>FR72ZZZ123456</Id><SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr></PrvtId></Id></CdtrSchmeId>
        <DrctDbtTxInf><PmtId><EndToEndId>R000004D0000001</EndToEndId></PmtId><InstdAmt Ccy="EUR">301.60</InstdAmt>\
        <DrctDbtTx><MndtRltdInf><MndtId>RUM-0001</MndtId><DtOfSgntr>2026-08-25</DtOfSgntr></MndtRltdInf></DrctDbtTx>\
        <DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt><Dbtr><Nm>Laetitia Muller-Strauss</Nm></Dbtr>\
        <DbtrAcct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></DbtrAcct>\
        <RmtInf><Ustrd>COTISATION SANTE 2026-12</Ustrd></RmtInf></DrctDbtTxInf>
        <DrctDbtTxInf><PmtId><EndToEndId>R000004D0000002</EndToEndId></PmtId><InstdAmt Ccy="EUR">75.40</InstdAmt>\
        <DrctDbtTx><MndtRltdInf><MndtId>RUM:2/(b)</MndtId><DtOfSgntr>2026-08-25</DtOfSgntr><AmdmntInd>true</AmdmntInd>\
        <AmdmntInfDtls><OrgnlDbtrAcct><Id><Othr><Id>SMNDA</Id></Othr></Id></OrgnlDbtrAcct></AmdmntInfDtls></MndtRltdInf></DrctDbtTx>\
        <DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt><Dbtr><Nm>Z. d'Oe fils</Nm></Dbtr>\
        <DbtrAcct><Id><IBAN>BE68539007547034</IBAN></Id></DbtrAcct>\
        <RmtInf><Ustrd>COTISATION SANTE 2026-12</Ustrd></RmtInf></DrctDbtTxInf>
        </PmtInf></CstmrDrctDbtInitn></Document>

        """
    }

    @Test func `a file is these bytes in both versions, which differ in their name and that of the BIC`() throws {
        #expect(try Self.text(Self.terms(format: .version08)) == Self.expected("pain.008.001.08", bic: "BICFI"))
        #expect(try Self.text(Self.terms(format: .version02)) == Self.expected("pain.008.001.02", bic: "BIC"))
    }

    @Test func `a name and the text beside the amount are cut to what banks take, in letters that they read`() throws {
        let long = "É" + String(repeating: "é", count: 200)
        let creditor = try MoneyExample.creditor(name: long)
        let file = Self.file(try Self.terms(creditor: creditor, remittance: long + "{month}"))
        let head = String(decoding: file.head, as: UTF8.self)
        #expect(head.contains("<Cdtr><Nm>E\(String(repeating: "e", count: 69))</Nm>"))
        let bytes = try #require(file.bytes(of: Self.debit(1, 1), name: long, iban: MoneyExample.iban))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("<Dbtr><Nm>E\(String(repeating: "e", count: 69))</Nm>"))
        #expect(text.contains("<Ustrd>E\(String(repeating: "e", count: 139))</Ustrd>"))
        #expect(text.contains(">0.01</InstdAmt>"))
    }

    @Test func `a text of which no letter remains is left out, and under such a name there is no debit`() throws {
        let file = Self.file(try Self.terms(remittance: "会費"))
        let bytes = try #require(file.bytes(of: Self.debit(1, 1), name: "Durand", iban: MoneyExample.iban))
        #expect(!String(decoding: bytes, as: UTF8.self).contains("RmtInf"))
        #expect(file.bytes(of: Self.debit(1, 1), name: "王", iban: MoneyExample.iban) == nil)
    }

    @Test func `sums have two decimals whatever they come to`() throws {
        for (cents, text) in [(0, "0.00"), (5, "0.05"), (100, "1.00"), (123_456_789_012, "1234567890.12")] {
            let head = String(decoding: Self.file(try Self.terms(), cents: cents).head, as: UTF8.self)
            #expect(head.split(separator: "<CtrlSum>\(text)</CtrlSum>", omittingEmptySubsequences: false).count == 3)
        }
    }

    @Test func `the same values give the same bytes, and an instant with a fraction is told to the second`() throws {
        let terms = try Self.terms()
        #expect(try Self.text(terms) == Self.text(terms))
        let run = BillingRun(
            scheme: "example", number: 4, kind: .regular, month: month("2026-12"), knownAt: instant("2026-11-20T07:00:00.123456Z"),
            position: 1)
        let file = PaymentFile(id: "R000004F001", of: run, sum: DebitSum(), collectionOn: day("2026-12-10"), terms)
        #expect(String(decoding: file.head, as: UTF8.self).contains("<CreDtTm>2026-11-20T07:00:00Z</CreDtTm>"))
    }
}
