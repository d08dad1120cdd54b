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
                BankFact(.payment, of: "example", payer: .holder(.employer(code)), amount: Money(cents: 1), on: day("2026-06-15"), reference: "V"))
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
        let fec = FECText(try #require(LedgerAccountNumbers(MoneyExample.accountNumbers)))
        var before = AccountBalances()
        for entry in entries where entry.on < day("2026-06-01") { before.take(entry) }
        let text =
            FECText.head + fec.opening(before, on: day("2026-06-01"))
            + entries.filter { $0.on >= day("2026-06-01") }.map(fec.text).joined()
        let agent = "00000000-0000-0000-0000-00000000000a"
        let expected = [
            "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|"
                + "Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise",
            "AN|A nouveaux|1|20260601|702200|Cotisations, part agent|||A NOUVEAUX|20260601|A nouveaux|0,00|110,48|||20260601||",
            "AN|A nouveaux|1|20260601|702100|Cotisations, part employeur|||A NOUVEAUX|20260601|A nouveaux|0,00|37,70|||20260601||",
            "AN|A nouveaux|1|20260601|402100|Employeurs|0750001A|0750001A|A NOUVEAUX|20260601|A nouveaux|72,78|0,00|||20260601||",
            "AN|A nouveaux|1|20260601|511600|Prelevements en cours|||A NOUVEAUX|20260601|A nouveaux|75,40|0,00|||20260601||",
            "RETURN|Rejets et retours|1|20260612|402200|Agents|\(agent)|\(agent)|R000001D0000001|20260612|Rejets et retours|75,40|0,00|||20260520||",
            "RETURN|Rejets et retours|1|20260612|512000|Banque|||R000001D0000001|20260612|Rejets et retours|0,00|75,40|||20260520||",
            "BANK|Banque|1|20260615|512000|Banque|||Virement n 1 \"x\"|20260615|Banque|70,00|0,00|||20260520||",
            "BANK|Banque|1|20260615|402100|Employeurs|0750001A|0750001A|Virement n 1 \"x\"|20260615|Banque|0,00|70,00|||20260520||",
            "LOSS|Admissions en non-valeur|1|20260615|654000|Pertes sur creances|||-|20260615|Admissions en non-valeur|2,78|0,00|||20260520||",
            "LOSS|Admissions en non-valeur|1|20260615|402100|Employeurs|0750001A|0750001A|-|20260615|Admissions en non-valeur|0,00|2,78|||20260520||",
        ]
        #expect(
            text == expected.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\t") + "\r\n" }.joined())
        #expect(entries.filter { $0.journal == .memo }.map(fec.text) == [""])
    }

    @Test func `rows of random lives keep the rules of the format`() throws {
        let fec = FECText(try #require(LedgerAccountNumbers(MoneyExample.accountNumbers)))
        for seed in 0..<20 as Range<UInt64> {
            var life = RandomLife(seed: seed, pace: 12)
            var office = try Office()
            office.now = instant("2026-04-15T09:00:00Z")
            for _ in 0..<40 {
                office.now = office.now.adding(microseconds: life.pause())
                _ = try life.play(life.step(in: office), in: &office)
            }
            var numbers: [String: Int] = [:]
            for entry in office.entries {
                let rows = fec.text(of: entry).split(separator: "\r\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
                if entry.journal == .memo { #expect(rows.isEmpty) } else { #expect(rows.count == entry.postings.count) }
                var sum = 0
                for row in rows {
                    #expect(row.count == 18 && row.joined().utf8.allSatisfy { 0x20...0x7E ~= $0 })
                    #expect(!row[8].isEmpty && !row[10].isEmpty && row[3].wholeMatch(of: /[0-9]{8}/) != nil)
                    let cents = try [11, 12].map { try #require(Int(row[$0].filter { $0 != "," })) }
                    #expect(cents.contains(0) && cents != [0, 0] && cents.allSatisfy { $0 >= 0 })
                    sum += cents[0] - cents[1]
                }
                #expect(sum == 0)
                guard let first = rows.first, let number = Int(first[2]) else { continue }
                #expect(number == numbers[String(first[0]), default: 0] + 1)
                numbers[String(first[0])] = number
            }
        }
    }
}
