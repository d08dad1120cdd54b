/// What a bank says in one file, and what becomes of it.
struct BankMessage {
    /// The file.
    let bytes: [UInt8]
    /// The debits that come back by it, each once.
    let returned: [String]
    /// How many of its lines were recorded before.
    let repeated: Int
    /// The references of the credits that are recorded.
    let credits: [String]
    /// Of how many of its lines nothing is recorded.
    let unmatched: Int

    /// The number of lines of each of two kinds that name nothing of ours.
    private static let strange = 40

    /// A pain.002 that rejects debits one by one, and some that are not ours.
    ///
    /// - Parameters:
    ///   - debits: their identifiers.
    ///   - earlier: those that came back before.
    init(rejecting debits: [String], but earlier: [String], named name: String, on day: String) {
        let others = (1...Self.strange).flatMap { ["OTHER-\($0)", "R999999D\(1_000_000 + $0)"] }
        let lines = (debits + others).map { id in
            "<TxInfAndSts><OrgnlEndToEndId>\(id)</OrgnlEndToEndId><TxSts>RJCT</TxSts>\(Self.reason("StsRsnInf"))</TxInfAndSts>"
        }
        bytes = Self.report("<OrgnlPmtInfAndSts><OrgnlPmtInfId>x</OrgnlPmtInfId>\(lines.joined())</OrgnlPmtInfAndSts>", name, day)
        returned = debits.filter { !earlier.contains($0) }
        repeated = debits.count - returned.count
        credits = []
        unmatched = others.count
    }

    /// A pain.002 that rejects whole files.
    ///
    /// - Parameter debits: those of the files.
    init(rejectingFiles files: [String], of debits: [String], named name: String, on day: String) {
        let batches = files.map { file in
            "<OrgnlPmtInfAndSts><OrgnlPmtInfId>\(file)</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>\(Self.reason("StsRsnInf"))</OrgnlPmtInfAndSts>"
        }
        bytes = Self.report(batches.joined(), name, day)
        (returned, repeated, credits, unmatched) = (debits, 0, [], 0)
    }

    /// A camt.054: debits come back, each file is credited twice, and money moves that is not ours.
    ///
    /// - Parameter isOpen: whether the day is that of collection. Else all is too early: nothing is recorded of it.
    init(returning debits: [String], crediting files: [String], named name: String, on day: String, isOpen: Bool) {
        func entry(_ indicator: String, _ reference: String, _ details: String) -> String {
            """
            <Ntry><Amt Ccy="EUR">0.07</Amt><CdtDbtInd>\(indicator)</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>\(day)</Dt></BookgDt>\
            <AcctSvcrRef>\(reference)</AcctSvcrRef>\(details)</Ntry>
            """
        }
        let returns = debits.enumerated().map { place, id in
            entry(
                "DBIT", "\(name)-R\(place)",
                "<NtryDtls><TxDtls><Refs><EndToEndId>\(id)</EndToEndId></Refs><RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>"
            )
        }
        let references = files.indices.flatMap { ["\(name)-C\($0)A", "\(name)-C\($0)B"] }
        let credited = zip(references, files.flatMap { [$0, $0] }).map { reference, file in
            entry("CRDT", reference, "<NtryDtls><Btch><PmtInfId>\(file)</PmtInfId></Btch></NtryDtls>")
        }
        // All that are taken off have the same content: each is kept.
        let strange = (0..<Self.strange).flatMap { [entry("CRDT", "\(name)-S\($0)", ""), entry("DBIT", "\(name)-S", "")] }
        let text = """
            <?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>\
            <GrpHdr><MsgId>\(name)</MsgId><CreDtTm>\(day)T12:00:00Z</CreDtTm></GrpHdr>\
            <Ntfctn>\((returns + credited + strange).joined())</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
            """
        bytes = Array(text.utf8)
        returned = isOpen ? debits : []
        repeated = 0
        credits = isOpen ? references : []
        unmatched = strange.count + (isOpen ? 0 : returns.count + credited.count)
    }

    /// How many of its lines are recorded when it is sent first.
    var recorded: Int { returned.count + credits.count }

    private static func reason(_ element: String) -> String { "<\(element)><Rsn><Cd>AM04</Cd></Rsn></\(element)>" }

    private static func report(_ batches: String, _ name: String, _ day: String) -> [UInt8] {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>\
            <GrpHdr><MsgId>\(name)</MsgId><CreDtTm>\(day)T12:00:00Z</CreDtTm></GrpHdr>\
            <OrgnlGrpInfAndSts><OrgnlMsgId>x</OrgnlMsgId></OrgnlGrpInfAndSts>\(batches)</CstmrPmtStsRpt></Document>
            """
        return Array(text.utf8)
    }
}
