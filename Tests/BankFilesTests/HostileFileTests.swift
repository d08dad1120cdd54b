import BankFiles
import Billing
import CivilTime
import Foundation
import RandomTesting
import Testing

/// Files that no bank sends are refused with a reason, in memory that does not grow with them.
@Suite struct HostileFileTests {
    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private static let open = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.03\"><CstmrPmtStsRpt>"
    private static let close = "</CstmrPmtStsRpt></Document>"
    private static let header = "<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-12-08T10:15:00</CreDtTm></GrpHdr>"

    @Test(arguments: [
        "<!DOCTYPE Document [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>", "<!DOCTYPE Document SYSTEM \"http://127.0.0.1/x.dtd\">",
        "<!DOCTYPE Document>", "<!-- <a> --><!DOCTYPE Document>", "<?a <b> ?>\n<!DOCTYPE Document>", "\n  <!doctype Document>",
        "<!DOCTYPE Document [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]>",
    ])
    func `a document type is refused, and with it entities`(type: String) {
        #expect(defect(Self.head + type + Self.open + Self.header + Self.close) == .documentType)
        #expect(defect(type + Self.open + "<GrpHdr><MsgId>&e;</MsgId></GrpHdr>" + Self.close) == .documentType)
    }

    @Test(arguments: [
        "", "<", "<?xml", "no XML", "{}", "<?xml version=\"1.0\"?>", "<!-- ", "<Document", "\0", "<a>", "<a></b>", "<a b=c/>", "<a>&e;</a>",
        "<a>&lt</a>", "<a/><b/>", "<a/>b", "<a b=\"1\" b=\"2\"/>", "<a>\u{1}</a>", "<a>&#0;</a>", "<b:a/>",
    ])
    func `what is no XML document is refused`(text: String) {
        let found = defect(text)
        // A document of another kind may be told to be another message before its end is seen.
        #expect(found == .notWellFormed || found == .otherMessage, "\(String(describing: found))")
        #expect(defect(Self.open + Self.header + text + Self.close) != nil || ["", "no XML", "{}", "<a/><b/>", "<a/>b"].contains(text))
    }

    @Test func `half a file is refused, wherever it ends`() throws {
        for sample in SampleFile.allCases {
            let bytes = sample.bytes
            let end = try #require(bytes.lastIndex(of: UInt8(ascii: ">")))
            for length in 0...end { #expect(defect(Array(bytes[..<length])) != nil, "\(sample) \(length)") }
        }
    }

    @Test func `other encodings are refused`() throws {
        let text = Self.open + Self.header + "<Nm>é</Nm>" + Self.close
        for name in ["ISO-8859-1", "UTF-16", "utf-7", "US-ASCII", "windows-1252", ""] {
            #expect(defect("<?xml version=\"1.0\" encoding=\"\(name)\"?>\(text)") == .encoding, "\(name)")
        }
        #expect(defect("<?xml version=\"1.0\" encoding='utf-8' ?>\(text)") == nil && defect(text) == nil)
        #expect(defect([0xEF, 0xBB, 0xBF] + Array((Self.head + text).utf8)) == nil)
        for encoding in [String.Encoding.utf16, .utf16BigEndian, .utf32] {
            let bytes = Array(try #require((Self.head + text).data(using: encoding)))
            #expect(defect(bytes) == .encoding || defect(bytes) == .notWellFormed, "\(encoding)")
        }
    }

    /// The parser ends the process on a name that is not UTF-8.
    @Test(arguments: [[0xE9], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF]] as [[UInt8]])
    func `bytes that are not UTF-8 are refused, in names and texts`(bytes: [UInt8]) {
        let begin = Array((Self.head + Self.open + Self.header).utf8)
        for (before, after) in [
            ("<a", "/>"), ("<a>", "</a>"), ("<a b=\"", "\"/>"), ("<!--", "-->"), ("<?", " ?>"), ("<![CDATA[", "]]>"), ("<a:", "/>"),
        ] {
            let file = begin + Array(before.utf8) + bytes + Array((after + Self.close).utf8)
            for length in [1, 2, 5, 1000] { #expect(defect(file, inPiecesOf: length) == .encoding, "\(before)") }
        }
    }

    @Test func `deep nesting is refused`() {
        let deep = 100_000
        let text = Self.open + String(repeating: "<a>", count: deep) + String(repeating: "</a>", count: deep) + Self.close
        #expect(defect(text) == .tooDeep)
        #expect(
            defect(Self.open + Self.header + String(repeating: "<a>", count: 30) + String(repeating: "</a>", count: 30) + Self.close) == nil
        )
        #expect(
            defect(Self.open + Self.header + String(repeating: "<a>", count: 31) + String(repeating: "</a>", count: 31) + Self.close)
                == .tooDeep)
    }

    @Test func `a tag that is too long is refused, and other long things are passed over`() {
        func found(_ part: String) -> BankFileDefect? { defect(Self.open + Self.header + part + Self.close) }
        let many = String(repeating: "<>'\"-]? ", count: 20_000)
        #expect(found("<a" + (0..<100_000).map { " a\($0)=\"\"" }.joined() + "/>") == .notWellFormed)
        for value in ["\"\(String(repeating: "'>", count: 40_000))\"", "'\(String(repeating: "\">", count: 40_000))'"] {
            #expect(found("<a b=\(value)/>") == .notWellFormed)
            // Behind what only looks like an end.
            for before in ["<!-- -> -->", "<?b ?  > ?>", "<![CDATA[ ]> ]]]>"] {
                #expect(found("<c>\(before)<a b=\(value)/></c>") == .notWellFormed, "\(before)")
            }
        }
        for part in ["<!--\(many.replacing("-", with: ""))-->", "<?b \(many.replacing("?", with: ""))?>", "<![CDATA[\(many)]]>"] {
            #expect(found("<a>\(part)</a>") == nil)
        }
    }

    @Test func `a text that is too long is kept cut`() throws {
        func identifier(_ text: String) throws -> String? {
            let line = "<TxInfAndSts><OrgnlEndToEndId>\(text)</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts>"
            let file = try read(Self.open + Self.header + "<OrgnlPmtInfAndSts>\(line)</OrgnlPmtInfAndSts>" + Self.close)
            return if case .returned(let id, _) = file.lines.first { id } else { nil }
        }
        let ours = "R000001D0000001"
        #expect(try identifier(ours) == ours)
        #expect(try identifier(String(repeating: "é", count: 70)) == String(repeating: "é", count: 70))
        for text in [String(repeating: "é", count: 71), ours + String(repeating: "x", count: 10_000)] {
            #expect(try identifier(text) == " \(String(text.prefix(70)))…")
        }
        #expect(try identifier(String(repeating: " ", count: 200) + ours) == " \(ours)")
    }

    @Test(arguments: [
        ("pain.002.001.03", "pain.002.001.10"), ("pain.002.001.03", "camt.054.001.02"), ("CstmrPmtStsRpt", "CstmrCdtTrfInitn"),
        ("Document", "Documents"), ("urn:iso:std:iso:20022:tech:xsd:", "urn:other:"), (" xmlns=", " xmlns:p="),
    ])
    func `another message is refused`(part: String, other: String) throws {
        #expect(defect(SampleFile.statusOfFile.text.replacing(part, with: other)) == .otherMessage)
    }

    @Test func `a file of two messages is refused`() throws {
        let text = SampleFile.statusOfFile.text
        let message = try #require(text.firstMatch(of: /(?s)<CstmrPmtStsRpt>.*<\/CstmrPmtStsRpt>/)).0
        #expect(defect(text.replacing(message, with: message + message)) == .otherMessage)
    }

    @Test func `a file that is too long is read no further`() throws {
        let bytes = SampleFile.statusOfFile.bytes
        #expect(throws: BankFileDefect.tooLong) { try read(bytes, upTo: bytes.count - 1) }
        #expect(try read(bytes, upTo: bytes.count).messageId == "BANK-STS-0002")
        var count = 0
        #expect(throws: BankFileDefect.tooLong) {
            try BankFile(upTo: 1 << 20) {
                count += 1
                return count == 1 ? Array((Self.open + Self.header).utf8) : Array(repeating: UInt8(ascii: " "), count: 1 << 16)
            }
        }
        #expect(count < 20)
    }

    @Test func `a file with too many lines is refused`() throws {
        let line = "<TxInfAndSts><OrgnlEndToEndId>R000001D0000001</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts>"
        let entry = "<NtryDtls><TxDtls/></NtryDtls>"
        let notification = Self.open.replacing("pain.002.001.03", with: "camt.054.001.02").replacing(
            "CstmrPmtStsRpt", with: "BkToCstmrDbtCdtNtfctn")
        func found(_ count: Int, atMost limit: Int) -> [BankFileDefect?] {
            let report =
                Self.open + Self.header + "<OrgnlPmtInfAndSts>" + String(repeating: line, count: count) + "</OrgnlPmtInfAndSts>"
                + Self.close
            let booked =
                notification + Self.header + "<Ntfctn><Ntry>" + String(repeating: entry, count: count)
                + "</Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
            return [report, booked].map { text in
                var pieces = [Array(text.utf8), []][...]
                do {
                    _ = try BankFile(atMost: limit) { pieces.removeFirst() }
                    return nil
                } catch { return error as? BankFileDefect }
            }
        }
        #expect(found(1000, atMost: 1000) == [nil, nil])
        #expect(found(1001, atMost: 1000) == [.tooManyLines, .tooManyLines])
    }

    /// Sums of such amounts exceed what an integer holds.
    @Test func `amounts of ten billion euros and more are not read`() throws {
        let open = Self.open.replacing("pain.002.001.03", with: "camt.054.001.02").replacing(
            "CstmrPmtStsRpt", with: "BkToCstmrDbtCdtNtfctn")
        func lines(_ amount: String, count: Int) throws -> [BankFileLine] {
            let money = "<Amt Ccy=\"EUR\">\(amount)</Amt>"
            let parts = (0..<count).map { "<NtryDtls><TxDtls><Refs><PmtInfId>F\($0 % 2)</PmtInfId></Refs>\(money)</TxDtls></NtryDtls>" }
            return try read(
                open + Self.header + "<Ntfctn><Ntry>\(money)<CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><AcctSvcrRef>OP-1</AcctSvcrRef>"
                    + parts.joined() + "</Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
            ).lines
        }
        func unmatched(_ cents: Int?) -> [BankFileLine] {
            let amount = cents.map { Money(cents: $0) }
            return [.unmatched(UnmatchedBankLine(endToEndId: nil, reference: "OP-1", amount: amount, on: day("2026-12-08")))]
        }
        #expect(try lines("9999999999999.99", count: 10_000) == unmatched(nil))
        #expect(try lines("10000000000", count: 2) == unmatched(nil))
        let greatest = 999_999_999_999
        #expect(try lines("9999999999.99", count: 2) == unmatched(greatest))
        #expect(!greatest.multipliedReportingOverflow(by: BankFile.greatestCount).overflow)
    }

    @Test func `what the source throws comes through`() {
        struct Broken: Error {}
        #expect(throws: Broken.self) { try BankFile { throw Broken() } }
        var hasBegun = false
        #expect(throws: Broken.self) {
            try BankFile {
                if hasBegun { throw Broken() }
                hasBegun = true
                return Array((Self.open + Self.header + String(repeating: " ", count: 5000)).utf8)
            }
        }
    }

    /// Random cuts, flips, repetitions and mixtures: each is read or refused, and none ends the process.
    @Test func `damaged files are read or refused`() throws {
        let samples = SampleFile.allCases.map { $0.bytes }
        var random = SplitMix(state: 15)
        func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
        let pieces = [
            "<", ">", "&", "\"", "]]>", "<![CDATA[", "<!--", "-->", "<?", "&#x41;", "&#xD800;", "é", "\u{FEFF}", "xmlns:", "<!DOCTYPE a>",
            "\r",
        ]
        var readable = 0
        for _ in 0..<4000 {
            var bytes = samples[below(samples.count)]
            for _ in 0...below(4) {
                let place = below(bytes.count)
                switch below(7) {
                case 0: bytes = Array(bytes[..<place])
                case 1: bytes[place] = UInt8(below(256))
                case 2: bytes[place] ^= 1 << UInt8(below(8))
                case 3: bytes.remove(at: place)
                case 4: bytes.insert(contentsOf: pieces[below(pieces.count)].utf8, at: place)
                case 5: bytes.insert(contentsOf: bytes[place..<min(place + below(200), bytes.count)], at: below(bytes.count))
                default: bytes = Array(bytes[..<place]) + samples[below(samples.count)].suffix(below(500))
                }
                if bytes.isEmpty { bytes = [0] }
            }
            if defect(bytes, inPiecesOf: 1 + below(300)) == nil { readable += 1 }
        }
        #expect(readable > 100)
    }

    @Test func `each reason is told in both languages`() {
        let all: [BankFileDefect] = [
            .tooLong, .tooManyLines, .encoding, .documentType, .notWellFormed, .tooDeep, .otherMessage, .missing("GrpHdr/MsgId"),
        ]
        #expect(Set(all.map(\.french)).count == all.count && Set(all.map(\.english)).count == all.count)
        #expect(BankFileDefect.missing("GrpHdr/MsgId").french.contains("GrpHdr/MsgId"))
    }
}
