import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// The ledger as others read it.
@Suite struct LedgerExportTests {
    /// An employer's month with its memo, a file, a return, a payment and a write-off.
    private static func entries() throws -> [LedgerEntry] {
        var office = try Office()
        office.now = instant("2026-05-20T09:00:00Z")
        try office.tell(.affiliate())
        try office.tell(.mandate("2026-05-01", "RUM-1"))
        try office.tell(.parentalLeave("2026-06-01"))
        try office.run(.regular(month("2026-06")))
        try office.comeBack("R000001D0000001", on: "2026-06-12")
        try office.record(.payment, .holder(.employer("0750001A")), 7_000, on: "2026-06-15", reference: "Virement n°1\t\"x\"")
        try office.record(.writeOff, .holder(.employer("0750001A")), 278, on: "2026-06-15", reference: "非")
        return office.entries
    }

    @Test func `beancount reads each entry with its number, month and paper`() throws {
        let text = try Self.entries().map(BeancountText.text).joined()
        try Papers.keep(BeancountText.head + text, as: "ledger-example.beancount")
        #expect(
            text == """

                2026-05-20 * "MEMO" "R000001"
                  number: 1
                  month: "2026-06"
                  Equity:Memo:Agent:00000000-0000-0000-0000-00000000000A  37.70 EUR
                  Equity:Memo:Employer:0750001A  -37.70 EUR

                2026-05-20 * "CALL" "R000001"
                  number: 2
                  month: "2026-06"
                  Income:Cotisation:AgentPart  -75.40 EUR
                  Assets:Receivable:Agent:00000000-0000-0000-0000-00000000000A  75.40 EUR

                2026-05-20 * "CALL" "R000001"
                  number: 3
                  month: "2026-05"
                  Income:Cotisation:EmployerPart  -37.70 EUR
                  Income:Cotisation:AgentPart  -35.08 EUR
                  Assets:Receivable:Employer:0750001A  72.78 EUR

                2026-05-20 * "DEBIT" "R000001F001"
                  number: 4
                  Assets:Receivable:Agent:00000000-0000-0000-0000-00000000000A  -75.40 EUR
                  Assets:Transit:DirectDebit  75.40 EUR

                2026-06-12 * "RETURN" "R000001D0000001"
                  number: 5
                  Assets:Receivable:Agent:00000000-0000-0000-0000-00000000000A  75.40 EUR
                  Assets:Bank  -75.40 EUR

                2026-06-15 * "BANK" "Virement n°1\t\\"x\\""
                  number: 6
                  Assets:Bank  70.00 EUR
                  Assets:Receivable:Employer:0750001A  -70.00 EUR

                2026-06-15 * "LOSS" "非"
                  number: 7
                  Expenses:Loss:WriteOff  2.78 EUR
                  Assets:Receivable:Employer:0750001A  -2.78 EUR

                """)
    }

    @Test func `codes of any letters are words of beancount, and stay apart`() throws {
        func account(_ code: String) throws -> String? {
            let fact = try #require(
                BankFact(
                    .payment, of: "example", payer: .holder(.employer(code)), amount: Money(cents: 1), on: day("2026-06-15"), reference: "V"
                ))
            var book = LedgerBook()
            let entry = book.enter(try #require(LedgerDraft.bankFact(fact)), recordedAt: instant("2026-06-15T00:00:00Z"))
            let line = BeancountText.text(of: entry).split(separator: "\n").last { $0.contains("Employer") }
            return line?.split(separator: " ").first.map(String.init)
        }
        let codes = ["0750001A", "A-B", "A/B", "A2fB", "a", "A", "é", "A b", "-", "A2dB", "A-2d-B"]
        let names = try codes.compactMap { try account($0) }
        #expect(Set(names).count == codes.count)
        for name in names { #expect(name.wholeMatch(of: /Assets:Receivable:Employer:[A-Z0-9][A-Za-z0-9-]*/) != nil, "\(name)") }
    }

    @Test func `the tax administration reads 18 columns, in ASCII, opening balances first and no memo`() throws {
        let entries = try Self.entries()
        var fec = FECText(try #require(LedgerAccountNumbers(MoneyExample.accountNumbers)))
        var before = AccountBalances()
        for entry in entries where entry.on < day("2026-06-01") { before.take(entry) }
        var text = FECText.head + fec.opening(before, on: day("2026-06-01"))
        for entry in entries where entry.on >= day("2026-06-01") { text += fec.text(of: entry) }
        let agent = "00000000-0000-0000-0000-00000000000a"
        let expected = [
            "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|"
                + "Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise",
            "AN|A nouveaux|1|20260601|402100|Employeurs|0750001A|0750001A|A NOUVEAUX|20260601|A nouveaux|72,78|0,00|||20260601||",
            "AN|A nouveaux|1|20260601|511600|Prelevements en cours|||A NOUVEAUX|20260601|A nouveaux|75,40|0,00|||20260601||",
            "AN|A nouveaux|1|20260601|120|Resultat de l'exercice|||A NOUVEAUX|20260601|A nouveaux|0,00|148,18|||20260601||",
            "RETURN|Rejets et retours|1|20260612|402200|Agents|\(agent)|\(agent)|R000001D0000001|20260612|Rejets et retours|75,40|0,00|||20260520||",
            "RETURN|Rejets et retours|1|20260612|512000|Banque|||R000001D0000001|20260612|Rejets et retours|0,00|75,40|||20260520||",
            "BANK|Banque|1|20260615|512000|Banque|||Virement n 1 \"x\"|20260615|Banque|70,00|0,00|||20260520||",
            "BANK|Banque|1|20260615|402100|Employeurs|0750001A|0750001A|Virement n 1 \"x\"|20260615|Banque|0,00|70,00|||20260520||",
            "LOSS|Admissions en non-valeur|1|20260615|654000|Pertes sur creances|||-|20260615|Admissions en non-valeur|2,78|0,00|||20260520||",
            "LOSS|Admissions en non-valeur|1|20260615|402100|Employeurs|0750001A|0750001A|-|20260615|Admissions en non-valeur|0,00|2,78|||20260520||",
        ]
        #expect(
            text == expected.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\t") + "\r\n" }.joined())
        for entry in entries where entry.journal == .memo { #expect(fec.text(of: entry).isEmpty) }
    }

    @Test func `a loss of earlier years opens its own account, and accounts of one number have one label`() throws {
        var numbers = MoneyExample.accountNumbers
        numbers["receivable:agent"] = "402100"
        let fec = FECText(try #require(LedgerAccountNumbers(numbers)))
        var balances = AccountBalances()
        let fact = try #require(
            BankFact(.writeOff, of: "example", payer: .holder(.agent(.a)), amount: Money(cents: 250), on: day("2026-06-15"), reference: "V")
        )
        var book = LedgerBook()
        balances.take(book.enter(try #require(LedgerDraft.bankFact(fact)), recordedAt: instant("2026-06-15T00:00:00Z")))
        let rows = fec.opening(balances, on: day("2027-01-01")).split(separator: "\r\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        #expect(rows.map { $0[4...5].joined(separator: " ") } == ["402100 Employeurs, Agents", "129 Resultat de l'exercice"])
        #expect(rows.map { $0[11...12].joined(separator: " ") } == ["0,00 2,50", "2,50 0,00"])
        #expect(fec.opening(AccountBalances(), on: day("2027-01-01")).isEmpty)
    }

    /// The ledger of each year of an office.
    private static func years(of office: Office) throws -> [Int: String] {
        let accounts = try #require(LedgerAccountNumbers(MoneyExample.accountNumbers))
        var texts: [Int: String] = [:]
        for year in Set(office.entries.map { $0.on.components.year }) {
            var fec = FECText(accounts)
            var before = AccountBalances()
            for entry in office.entries where entry.on.components.year < year { before.take(entry) }
            var text = FECText.head + fec.opening(before, on: day("\(year)-01-01"))
            for entry in office.entries where entry.on.components.year == year { text += fec.text(of: entry) }
            texts[year] = text
        }
        return texts
    }

    @Test func `the ledgers of random lives keep the rules of the tax administration, year by year`() throws {
        var openings = 0
        for seed in 0..<60 as Range<UInt64> {
            var life = RandomLife(seed: seed, pace: 12)
            var office = try Office()
            office.now = instant("2026-04-15T09:00:00Z")
            for _ in 0..<60 {
                office.now = office.now.adding(microseconds: life.pause())
                _ = try life.play(life.step(in: office), in: &office)
            }
            let book = BeancountText.head + office.entries.map(BeancountText.text).joined()
            if seed < 10 { try Papers.keep(book, as: "ledger-\(seed).beancount") }
            for (year, text) in try Self.years(of: office) {
                #expect(FECRules(text).objections(year: year) == [], "seed \(seed), year \(year)")
                if text.contains("\r\nAN\t") { openings += 1 }
            }
        }
        #expect(openings > 20)
    }

    /// The ledger of the second year of the entries above.
    private static func secondYear() throws -> String {
        var office = try Office()
        office.now = instant("2026-05-20T09:00:00Z")
        try office.tell(.affiliate())
        try office.run(.regular(month("2026-06")))
        office.now = instant("2027-01-20T09:00:00Z")
        try office.run(.regular(month("2026-07")))
        try office.record(.payment, .holder(.employer("0750001A")), 7_000, on: "2027-01-20", reference: "VIR-1")
        try office.record(.payment, .holder(.employer("0750001A")), 278, on: "2027-01-20", reference: "VIR-2")
        return try #require(years(of: office)[2027])
    }

    @Test func `a ledger's second year keeps the rules`() throws {
        #expect(FECRules(try Self.secondYear()).objections(year: 2027) == [])
    }

    @Test(arguments: [
        ("JournalCode\t", "Journal\t", "columns"), ("\tIdevise", "", "columns"), ("Employeurs", "Employés", "ASCII"),
        ("A NOUVEAUX", "", "PieceRef"), ("\tBANK\t", "\t\t", "JournalCode"), ("\tBanque\t1\t", "\tBanque\t\t", "EcritureNum"),
        ("BANK\tBanque\t2", "BANK\tBanque\t3", "sequence"), ("20270120\t512000", "20270132\t512000", "date"),
        ("20270120\t512000", "20260120\t512000", "year"), ("\t512000\t", "\tBQ2000\t", "account"), ("\t512000\t", "\t912000\t", "account"),
        ("70,00\t0,00", "70.00\t0,00", "amount"), ("70,00\t0,00", "70,0\t0,00", "amount"), ("70,00\t0,00", "0,00\t0,00", "debit or credit"),
        ("70,00\t0,00", "70,00\t70,00", "debit or credit"), ("70,00\t0,00", "70,01\t0,00", "balance"),
        ("\tEmployeurs\t0750001A\t0750001A\tA NOUVEAUX", "\tEtablissements\t0750001A\t0750001A\tA NOUVEAUX", "CompteLib"),
        ("\t120\tResultat", "\t702100\tResultat", "openings of income or losses"),
        ("AN\tA nouveaux\t1\t20270101", "AN\tA nouveaux\t1\t20270102", "openings on the first day"),
        ("\t\t\t20270101\t\t", "\t\t\t20270121\t\t", "order of validation"),
        ("\t\t\t20270101\t\t", "\tA\t\t20270101\t\t", "lettering or currency"),
    ])
    func `a deliberate fault in a ledger is found`(part: String, fault: String, objection: String) throws {
        // Each row begins with a tab here, so that a column's text stands between two.
        let text = try Self.secondYear().replacing("\r\n", with: "\r\n\t")
        let place = try #require(text.firstRange(of: part), "\(part) is not in the ledger")
        let faulty = (text[..<place.lowerBound] + fault + text[place.upperBound...]).replacing("\r\n\t", with: "\r\n")
        #expect(FECRules(String(faulty)).objections(year: 2027).contains(objection))
    }
}
