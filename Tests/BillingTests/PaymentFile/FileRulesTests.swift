import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// The rules of files that no schema states: each deliberate fault is found, and no file of a run has one.
@Suite struct FileRulesTests {
    /// The texts of all files of an office.
    private func texts(_ office: Office) throws -> [String: String] {
        var texts: [String: String] = [:]
        for (id, own) in Dictionary(grouping: office.debits, by: \.debit.file) {
            let first = try #require(own.first)
            let run = try #require(office.outcomes[first.run]).run
            let sum = own.reduce(into: DebitSum()) { $0.add($1.debit.amount) }
            let file = PaymentFile(
                id: id, of: run, sum: sum, collectionOn: first.debit.days.collectionOn,
                office.money.terms(on: run.asOf, knownAt: run.knownAt))
            let debits = try own.map { try #require(file.bytes(of: $0.debit, name: "Hélène d'Œuvre", iban: $0.iban)) }
            texts[id] = String(decoding: file.head + debits.joined() + file.tail, as: UTF8.self)
        }
        return texts
    }

    private func office() throws -> Office {
        var office = try Office()
        office.now = instant("2026-05-20T09:00:00Z")
        for id in [BilledContract.a, .b] {
            try office.tell(.affiliate(), to: id)
            try office.tell(.mandate("2026-05-01", id == .a ? "RUM-1" : "RUM-2"), to: id)
            try office.tell(.parentalLeave("2026-06-01"), to: id)
        }
        try office.run(.regular(month("2026-06")))
        office.ibans["RUM-1"] = "BE68539007547034"
        office.now = instant("2026-06-20T09:00:00Z")
        try office.run(.regular(month("2026-07")))
        return office
    }

    @Test func `files of runs keep the rules`() throws {
        let texts = try texts(office())
        #expect(texts.keys.sorted() == ["R000001F001", "R000002F001"])
        for (id, text) in texts { #expect(FileRules(text).objections(id: id) == []) }
        #expect(texts["R000002F001"]?.contains("SMNDA") == true && texts["R000001F001"]?.contains("SMNDA") == false)
    }

    @Test func `files of random lives keep the rules`() throws {
        var count = 0
        for seed in 0..<150 as Range<UInt64> {
            var life = RandomLife(seed: seed, pace: 9)
            var money = try MoneyExample.parameters(perFile: 1)
            if seed % 2 == 0 { money.directDebitFormat = try MoneyExample.always("directDebitFormat", .version02) }
            var office = try Office(money: money)
            office.now = instant("2026-04-15T09:00:00Z")
            for _ in 0..<50 {
                office.now = office.now.adding(microseconds: life.pause())
                _ = try life.play(life.step(in: office), in: &office)
            }
            for (id, text) in try texts(office) {
                count += 1
                #expect(FileRules(text).objections(id: id) == [], "seed \(seed)")
                try Papers.keep(text, as: "payment-\(seed)-\(id).xml")
            }
        }
        #expect(count > 50)
    }

    @Test(arguments: [
        // The schema finds these too.
        ("<NbOfTxs>2", "<NbOfTxs>two", "number"), ("<BtchBookg>true", "<BtchBookg>yes", "batch booking"),
        ("<SeqTp>RCUR", "<SeqTp>ONCE", "sequence"), ("<ChrgBr>SLEV", "<ChrgBr>FREE", "charges"),
        ("<ReqdColltnDt>2026-07-10", "<ReqdColltnDt>2026-07-32", "business day"), ("75.40</InstdAmt>", "1e2</InstdAmt>", "amount"),
        // And is silent on these.
        ("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"", "declaration"), ("<MsgId>R000002F001", "<MsgId>R000002F002", "message"),
        ("<PmtInfId>R000002F001", "<PmtInfId>R000001F001", "batch"), ("<NbOfTxs>2", "<NbOfTxs>3", "number"),
        ("<CtrlSum>150.80", "<CtrlSum>150.81", "sum"), ("<CtrlSum>150.80", "<CtrlSum>150.8", "decimals of the sum"),
        ("75.40</InstdAmt>", "75.4</InstdAmt>", "amount"), ("75.40</InstdAmt>", "75.400</InstdAmt>", "amount"),
        ("75.40</InstdAmt>", "0.00</InstdAmt>", "amount"), ("Ccy=\"EUR\"", "Ccy=\"CHF\"", "currency"),
        ("<BtchBookg>true", "<BtchBookg>false", "batch booking"), ("<Cd>CORE", "<Cd>B2B", "scheme"),
        ("<SeqTp>RCUR", "<SeqTp>FNAL", "sequence"),
        ("<ChrgBr>SLEV", "<ChrgBr>SHAR", "charges"), ("<ReqdColltnDt>2026-07-10", "<ReqdColltnDt>2026-07-11", "business day"),
        ("<ReqdColltnDt>2026-07-10", "<ReqdColltnDt>2026-07-03", "notice"), ("<Prtry>SEPA", "<Prtry>ICS", "creditor's scheme"),
        ("FR72ZZZ123456", "FR73ZZZ123456", "creditor's key"), ("BE68539007547034", "BE69539007547034", "IBAN"),
        ("FR7630006000011234567890189", "FR7630006000011234567890198", "IBAN"), ("<Nm>Helene", "<Nm>Hélène", "name"),
        ("Helene d'OEuvre", "Helene d'OEuvre Helene d'OEuvre Helene d'OEuvre Helene d'OEuvre Helene d'OEu", "name"),
        ("COTISATION SANTE", "COTISATION SANTÉ", "text"), ("R000002D0000002", "R000002D0000001", "end to end"),
        ("<MndtId>RUM-1", "<MndtId>RUM 1", "reference"), ("<MndtId>RUM-1", "<MndtId>/RUM-1", "reference"),
        ("<MndtId>RUM-1", "<MndtId>RUM//1", "reference"), ("<DtOfSgntr>2026-05-01", "<DtOfSgntr>2026-07-11", "signing"),
        ("NOTPROVIDED", "UNKNOWN", "debtor's bank"), ("<AmdmntInd>true", "<AmdmntInd>false", "amendment"), ("SMNDA", "SMNDC", "amendment"),
    ])
    func `a deliberate fault is found`(part: String, fault: String, objection: String) throws {
        let text = try #require(texts(office())["R000002F001"])
        let place = try #require(text.range(of: part), "\(part) is not in the file")
        let faulty = text.replacingCharacters(in: place, with: fault)
        #expect(FileRules(faulty).objections(id: "R000002F001").contains(objection))
        try Papers.keep(faulty, as: "fault-\(fault.filter { $0.isLetter || $0.isNumber }).xml")
    }
}

extension String {
    /// The first place of a text.
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }

    /// The string with another text at a place.
    fileprivate func replacingCharacters(in place: Range<Index>, with text: String) -> String {
        self[..<place.lowerBound] + text + self[place.upperBound...]
    }
}
