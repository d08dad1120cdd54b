import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// The dated parameters of money, and the values that a run goes by.
@Suite struct MoneyParametersTests {
    @Test func `a run goes by the values in force on its day, of those known at it`() throws {
        var parameters = try MoneyExample.parameters()
        parameters.collectionDay = try Parameter(
            "collectionDay",
            rows: [
                .init(from: day("2026-05-01"), value: 10, source: "test", confirmed: true),
                .init(from: day("2026-09-01"), value: 5, source: "test", confirmed: true),
                .init(from: day("2026-09-01"), value: 7, source: "test", confirmed: true, knownFrom: instant("2026-10-01T00:00:00Z")),
            ], effectiveFrom: day("2026-05-01"))
        func collectionDay(_ on: String, _ known: String) -> Int {
            parameters.terms(on: day(on), knownAt: instant(known)).collectionDay
        }
        // A run may come before the scheme takes effect.
        #expect(collectionDay("2026-04-25", "2026-04-25T07:00:00Z") == 10)
        #expect(collectionDay("2026-08-31", "2026-08-31T07:00:00Z") == 10)
        #expect(collectionDay("2026-09-01", "2026-09-01T07:00:00Z") == 5)
        #expect(collectionDay("2026-10-01", "2026-09-30T23:59:59Z") == 5)
        #expect(collectionDay("2026-10-01", "2026-10-01T00:00:00Z") == 7)
    }

    @Test func `the values are those of their parameters`() throws {
        let terms = try MoneyExample.terms(perFile: 3, limit: Money(cents: 50_000))
        #expect(
            terms.creditor == (try MoneyExample.creditor()) && terms.runLeadDays == 45 && terms.prescription == MoneyExample.prescription)
        #expect(terms.employerCredit == .carry && terms.agentCredit == .refund && terms.refundDays == 56 && terms.statementDueDays == 30)
        #expect(terms.collectionDay == 10 && terms.preNotificationDays == 14 && terms.sequenceType == .recurrent)
        #expect(terms.directDebitFormat == .version08 && terms.directDebitsPerFile == 3 && terms.mandateLapsesMonths == 36)
        #expect(terms.representations == 1 && terms.returnPolicy == MoneyExample.returnPolicy)
        #expect(terms.remittanceText == "COTISATION SANTE {month}" && terms.directDebitLimit == Money(cents: 50_000))
        #expect(terms.ledgerAccounts == LedgerAccountNumbers(MoneyExample.accountNumbers))
        #expect(try MoneyExample.terms().directDebitLimit == nil)
    }

    @Test(arguments: ["FR72ZZZ123456", "FR72AB1123456", "DE98ZZZ09999999999", "NL79ZZZ999999990000"])
    func `a creditor identifier has its key, whatever its three characters for own use`(text: String) throws {
        #expect(CreditorIdentifier(text)?.text == text)
        let characters = Array(text)
        for place in characters.indices where !(4..<7).contains(place) {
            var other = characters
            other[place] = other[place] == "7" ? "8" : "7"
            #expect(CreditorIdentifier(String(other)) == nil, "\(String(other))")
        }
    }

    @Test(arguments: [
        "", "FR72ZZZ", "fr72ZZZ123456", "FR72 ZZZ123456", "FR72ZZZ12345é", "7272ZZZ123456", "FRZZZZZ123456", "FR72zzz123456",
        "FR72ZZZ" + String(repeating: "0", count: 30),
    ])
    func `anything else is no creditor identifier`(text: String) { #expect(CreditorIdentifier(text) == nil) }

    @Test(arguments: [
        ("AGRIFRPP", true), ("AGRIFRPP882", true), ("AGRIFR2A", true), ("AGRIFRPP8", false), ("agriFRPP", false), ("AGRI33PP", false),
        ("", false), ("AGRIFRP", false), ("AGRIFRPPé", false), ("AGRIFRPP\n", false),
        // Only the version of 2019 takes these.
        ("1234FRPP", false), ("AGRIFR0P", false), ("AGRIFR1P", false), ("AGRIFRPO", false),
    ])
    func `a BIC has the form that both versions of the message take`(text: String, isAccepted: Bool) {
        #expect(BIC(text)?.text == (isAccepted ? text : nil))
    }

    @Test(arguments: [("MGEN", true), ("é", true), ("王", false), ("", false)])
    func `a creditor has a name that banks can read`(name: String, isAccepted: Bool) throws {
        let usual = try MoneyExample.creditor()
        #expect((Creditor(name: name, identifier: usual.identifier, iban: usual.iban, bic: usual.bic) != nil) == isAccepted)
    }

    @Test func `each account but the memo ones has a number, of letters and digits`() {
        let numbers = MoneyExample.accountNumbers
        #expect(LedgerAccountNumbers(numbers) != nil)
        for name in numbers.keys { #expect(LedgerAccountNumbers(numbers.filter { $0.key != name }) == nil, "\(name)") }
        #expect(LedgerAccountNumbers(numbers.merging(["memo:agent": "8"]) { $1 }) == nil)
        for number in ["", "41 1", "411\t", "４１１", "41é"] { #expect(LedgerAccountNumbers(numbers.merging(["bank": number]) { $1 }) == nil) }
    }

    @Test func `a return whose reason is not listed holds the account`() {
        #expect(MoneyExample.returnPolicy.action(for: "AM04") == .represent)
        #expect(MoneyExample.returnPolicy.action(for: "AC04") == .endMandate)
        #expect(MoneyExample.returnPolicy.action(for: "MD06") == .hold)
        #expect(ReturnPolicy([:]).action(for: "AM04") == .hold)
    }
}
