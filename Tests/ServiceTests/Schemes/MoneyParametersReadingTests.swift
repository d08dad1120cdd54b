import Billing
import CivilTime
import Contracts
import JSON
import Testing

@testable import ContractService

/// The parameters of money of a scheme file are read whole or not at all; what is wrong is named.
@Suite(.timeLimit(.minutes(10))) struct MoneyParametersReadingTests {
    static let money = (try? JSON(parsing: PackageResources.littoral_money_json)) ?? [:]
    static let names = money.object?.members.map(\.key) ?? []
    static let file = SchemeReaderTests.file.with(["parameters": SchemeReaderTests.file["parameters"]?.with(money) ?? [:]])

    @Test func `a scheme file without them is read, and with them gives each`() throws {
        #expect(try SchemeReader.read(SchemeReaderTests.file.bytes()).money == nil)
        let read = try SchemeReader.read(Self.file.bytes())
        #expect(read.scheme.name == "littoral-2026")
        let day: Day = "2026-05-01"
        let terms = try #require(read.money).terms(on: day, knownAt: "2026-05-01T00:00:00Z")
        let creditor = terms.creditor
        #expect(creditor.name == "Mutuelle du Littoral" && creditor.identifier.text == "FR72ZZZ123456")
        #expect(creditor.iban.text == "FR7630006000011234567890189" && creditor.bic.text == "AGRIFRPP")
        #expect(terms.runLeadDays == 45 && terms.refundDays == 56 && terms.statementDueDays == 30)
        #expect(terms.prescription.employer == .init(years: 4, from: .nextYear))
        #expect(
            terms.prescription.agent == .init(years: 2, from: .monthEnd) && terms.prescription.credit == .init(years: 5, from: .monthEnd))
        #expect(terms.employerCredit == .carry && terms.agentCredit == .refund)
        #expect(terms.collectionDay == 8 && terms.preNotificationDays == 14 && terms.sequenceType == .recurrent)
        #expect(terms.directDebitFormat == .version08 && terms.directDebitsPerFile == 1000)
        #expect(terms.mandateLapsesMonths == 36 && terms.representations == 1)
        #expect(terms.returnPolicy == ReturnPolicy(["AM04": .represent, "AC04": .endMandate, "MD01": .endMandate]))
        #expect(terms.remittanceText == "COTISATION {month}" && terms.directDebitLimit == nil)
        let numbers = Self.row(of: "ledgerAccounts")["value"]?.object?.members.map { ($0.key, $0.value.string ?? "") } ?? []
        #expect(terms.ledgerAccounts == LedgerAccountNumbers(Dictionary(uniqueKeysWithValues: numbers)))
    }

    @Test func `a scheme may limit its debits`() throws {
        let limit = Self.row(of: "runLeadDays").with(["value": 50_000])
        let read = try SchemeReader.read(Self.file(with: "directDebitLimitCents", [limit]).bytes())
        let day: Day = "2026-05-01"
        #expect(read.money?.terms(on: day, knownAt: "2026-05-01T00:00:00Z").directDebitLimit == Money(cents: 50_000))
        #expect(defect("directDebitLimitCents", [limit.with(["value": -1])]) == "/parameters/directDebitLimitCents/0/value")
        // Alone it stands for the others.
        let alone = SchemeReaderTests.file["parameters"]?.with(["directDebitLimitCents": [limit]]) ?? [:]
        #expect(SchemeReaderTests.defect(in: SchemeReaderTests.file.with(["parameters": alone])) == "/parameters/creditor")
    }

    @Test func `there are seventeen that a scheme has together`() { #expect(Self.names.count == 17) }

    @Test(arguments: names)
    func `if one is there, all are: a missing one is refused by name`(name: String) {
        #expect(defect(name, nil) == "/parameters/\(name)")
        #expect(defect(name, []) == "/parameters/\(name)")
    }

    @Test(arguments: names)
    func `it begins with the scheme and is always known, one row for a day and an instant`(name: String) {
        let row = Self.row(of: name)
        #expect(defect(name, [row.with(["from": "2026-03-02"])]) == "/parameters/\(name)")
        #expect(defect(name, [row.with(["knownFrom": "2026-01-01T00:00:00Z"])]) == "/parameters/\(name)")
        #expect(defect(name, [row, row]) == "/parameters/\(name)")
        #expect(defect(name, [row, row.with(["from": "2026-06-01", "knownFrom": "2026-07-01T00:00:00Z"])]) == nil)
    }

    @Test(arguments: names)
    func `a value of another form is refused by its place`(name: String) {
        let flaws: [JSON] = name == "remittanceText" ? [[:], [], -1, "", .string(String(repeating: "a", count: 141))] : ["wrong", [], -1]
        for value in flaws {
            let found = defect(name, [Self.row(of: name).with(["value": value])])
            #expect(found?.hasPrefix("/parameters/\(name)/0/value") == true, "\(value)")
        }
    }

    @Test(arguments: [
        ("runLeadDays", [0, 3660], [-1, 3661]), ("refundDays", [0, 3660], [-1, 3661]), ("statementDueDays", [0, 3660], [-1, 3661]),
        ("preNotificationDays", [0, 3660], [-1, 3661]), ("collectionDay", [1, 31], [0, 32]),
        ("directDebitsPerFile", [1, 100_000], [0, 100_001]), ("mandateLapsesMonths", [1, 1200], [0, 1201]),
        ("representations", [0, 100], [-1, 101]),
    ])
    func `a number stands in its range`(name: String, accepted: [Int], refused: [Int]) {
        func found(_ value: Int) -> String? { defect(name, [Self.row(of: name).with(["value": .integer(Int64(value))])]) }
        for value in accepted { #expect(found(value) == nil, "\(value)") }
        for value in refused { #expect(found(value) == "/parameters/\(name)/0/value", "\(value)") }
    }

    @Test(arguments: [
        ("creditor", "name", "王"), ("creditor", "name", ""), ("creditor", "identifier", "FR73ZZZ123456"),
        ("creditor", "identifier", "FR72"),
        ("creditor", "iban", "FR7630006000011234567890188"), ("creditor", "bic", "AGRIFR"), ("creditor", "bic", "1234FRPP"),
        ("prescription", "employer", "4 years"), ("prescription", "agent", "2 years"), ("returnPolicy", "AM04", "forget"),
        ("ledgerAccounts", "bank", ""), ("ledgerAccounts", "receivable:employer", "41 1"),
    ])
    func `a part of a value is refused by its place`(name: String, part: String, text: String) {
        let row = Self.row(of: name)
        let value = row["value"]?.with(.object([part: .string(text)])) ?? [:]
        #expect(defect(name, [row.with(["value": value])]) == "/parameters/\(name)/0/value/\(part)")
    }

    @Test(arguments: [
        ("creditor", "country"), ("prescription", "fund"), ("returnPolicy", "am04"), ("returnPolicy", "AM041"),
        ("ledgerAccounts", "memo:agent"),
    ])
    func `an unknown part of a value is refused by its place`(name: String, part: String) {
        let row = Self.row(of: name)
        let value = row["value"]?.with(.object([part: "represent"])) ?? [:]
        #expect(defect(name, [row.with(["value": value])]) == "/parameters/\(name)/0/value/\(part)")
    }

    @Test func `a service has them beside its schemes, and answers list none of them as unconfirmed`() async throws {
        try await withService { made in
            let read = try SchemeReader.read(Self.file.bytes())
            let service = made.another(schemes: Schemes([read.scheme]), money: [read.scheme.name: try #require(read.money)])
            let contract = try await made.contracts.affiliated()
            func unconfirmed(_ service: ContractService) async throws -> JSON? {
                try await service.ask(.cotisation(month: "2026-05", comparedWith: nil), of: contract)["unconfirmed"]
            }
            #expect(try await unconfirmed(service) == unconfirmed(made.contracts))
        }
    }

    /// The first row of a parameter, which is always known.
    private static func row(of name: String) -> JSON { money[name]?[0] ?? [:] }

    /// The scheme with other rows of a parameter, or with none.
    private static func file(with name: String, _ rows: JSON?) -> JSON {
        var parameters = file["parameters"]?.object ?? [:]
        parameters[name] = rows
        return file.with(["parameters": .object(parameters)])
    }

    /// Where the scheme is wrong when a parameter has other rows, or none at all; nil when it is not.
    private func defect(_ name: String, _ rows: JSON?) -> String? { SchemeReaderTests.defect(in: Self.file(with: name, rows)) }
}
