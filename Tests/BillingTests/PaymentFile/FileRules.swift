import Billing
import CivilTime
import ContractTesting

/// What a file of direct debits must keep where its schema is silent (EPC130-08, EPC217-08), told from its text alone.
struct FileRules {
    private let text: String

    init(_ text: String) { self.text = text }

    /// What is wrong with the file; empty when nothing is.
    ///
    /// - Parameter id: the file's identifier.
    func objections(id: String) -> Set<String> {
        var found: Set<String> = []
        func expect(_ holds: Bool, _ objection: String) { if !holds { found.insert(objection) } }
        let debits = text.split(separator: "<DrctDbtTxInf>").dropFirst().map { FileRules(String($0)) }
        let amounts = debits.compactMap { $0.values("InstdAmt Ccy=\"EUR\"").first }

        expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document "), "declaration")
        expect(values("MsgId") == [id], "message")
        expect(values("PmtInfId") == [id], "batch")
        expect(values("NbOfTxs") == [String(debits.count), String(debits.count)], "number")
        expect(amounts.count == debits.count, "currency")
        expect(amounts.allSatisfy { $0.wholeMatch(of: /[0-9]{1,9}\.[0-9]{2}/) != nil && $0 != "0.00" }, "amount")
        let sum = amounts.compactMap { Int($0.filter { $0 != "." }) }.reduce(0, +)
        expect(values("CtrlSum").map { $0.filter { $0 != "." } } == Array(repeating: String(sum).padded(3), count: 2), "sum")
        expect(values("CtrlSum").allSatisfy { $0.wholeMatch(of: /[0-9]+\.[0-9]{2}/) != nil }, "decimals of the sum")
        expect(values("BtchBookg") == ["true"], "batch booking")
        expect(values("SvcLvl") == ["<Cd>SEPA</Cd>"] && values("LclInstrm") == ["<Cd>CORE</Cd>"], "scheme")
        expect(values("SeqTp") == ["RCUR"], "sequence")
        expect(values("ChrgBr") == ["SLEV"], "charges")
        let collection = values("ReqdColltnDt").first.flatMap { Day($0) }
        let created = values("CreDtTm").first.flatMap { Instant($0)?.parisDay }
        expect(collection.map { TargetCalendar.isOpen(on: $0) } ?? false, "business day")
        if let collection, let created { expect(created.adding(days: 14) <= collection, "notice") }
        expect(values("SchmeNm") == ["<Prtry>SEPA</Prtry>"], "creditor's scheme")
        let identifier = inner("CdtrSchmeId", "Id")
        expect(identifier.count > 7 && FileRules.remainder(identifier.dropFirst(7) + identifier.prefix(4)) == 1, "creditor's key")

        let ibans = values("IBAN")
        expect(ibans.count == debits.count + 1 && ibans.allSatisfy { FileRules.remainder($0.dropFirst(4) + $0.prefix(4)) == 1 }, "IBAN")
        expect(values("BIC").count + values("BICFI").count == 1, "BIC")
        expect(values("Nm").count == debits.count + 2 && values("Nm").allSatisfy { isText($0, limit: 70) }, "name")
        expect(values("Ustrd").count == debits.count && values("Ustrd").allSatisfy { isText($0, limit: 140) }, "text")
        let identifiers = values("EndToEndId")
        expect(identifiers.count == debits.count && Set(identifiers).count == debits.count, "end to end")
        for reference in identifiers + values("MndtId") {
            expect(isText(reference, limit: 35) && !reference.contains(" "), "reference")
            expect(!reference.hasPrefix("/") && !reference.hasSuffix("/") && !reference.contains("//"), "reference")
        }
        for debit in debits {
            let signed = debit.values("DtOfSgntr").first.flatMap { Day($0) }
            if let collection { expect(signed.map { $0 <= collection } ?? false, "signing") }
            expect(debit.values("DbtrAgt") == ["<FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId>"], "debtor's bank")
            let isAmended = debit.values("AmdmntInd") == ["true"]
            let details = debit.values("AmdmntInfDtls")
            let expected = "<OrgnlDbtrAcct><Id><Othr><Id>SMNDA</Id></Othr></Id></OrgnlDbtrAcct>"
            expect(isAmended ? details == [expected] : details.isEmpty && debit.values("AmdmntInd").isEmpty, "amendment")
        }
        return found
    }

    /// What stands in each element of a name.
    private func values(_ tag: String) -> [String] {
        let name = tag.split(separator: " ").first ?? ""
        return text.split(separator: "<\(tag)>", omittingEmptySubsequences: false).dropFirst()
            .compactMap { $0.split(separator: "</\(name)>", maxSplits: 1, omittingEmptySubsequences: false).first }.map(String.init)
    }

    /// What stands in the innermost element of a name inside another.
    private func inner(_ outer: String, _ tag: String) -> String {
        let rest = values(outer).first?.split(separator: "<\(tag)>").last ?? ""
        return String(rest.prefix { $0 != "<" })
    }

    private func isText(_ text: String, limit: Int) -> Bool {
        text.wholeMatch(of: /[a-zA-Z0-9\/\-?:().,'+ ]+/) != nil && text.utf8.count <= limit
    }

    /// A text read as a number, letters from 10 on, and divided by 97.
    private static func remainder(_ text: some Sequence<Character>) -> Int {
        var digits = ""
        for character in text { digits += character.hexDigitValue == nil || character.isLetter ? letter(character) : String(character) }
        return digits.reduce(0) { ($0 * 10 + ($1.wholeNumberValue ?? 0)) % 97 }
    }

    private static func letter(_ character: Character) -> String { character.asciiValue.map { String(Int($0) - 55) } ?? "" }
}

extension String {
    /// The text with leading zeros up to a width.
    fileprivate func padded(_ width: Int) -> String { String(repeating: "0", count: max(0, width - count)) + self }
}
