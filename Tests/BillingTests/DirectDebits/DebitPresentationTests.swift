import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// The debits of a run, their days and their files.
@Suite struct DebitPresentationTests {
    private func debtor(_ id: UInt128, mandate: Bool = true, iban: String = MoneyExample.iban, lastIBAN: String? = nil) -> Debtor {
        Debtor(
            contract: BilledContract(bits: id), endsByDeath: false,
            mandate: mandate ? RegisteredMandate(reference: "RUM-\(id)", signedOn: day("2026-05-01"), event: 2) : nil, debits: [],
            resumedAt: nil, name: "Durand", iban: iban, lastIBAN: lastIBAN)
    }

    @Test func `debits are numbered by contract, and files take so many each`() throws {
        var presentation = try #require(DebitPresentation(of: MoneyExample.run(12), try MoneyExample.terms(perFile: 2)))
        var debits: [DirectDebit] = []
        for id in 1...6 as ClosedRange<UInt128> {
            if case .debited(let debit)? = presentation.present(Money(cents: 100), of: debtor(id, mandate: id != 2)) {
                debits.append(debit)
            }
        }
        #expect(debits.map(\.endToEndId) == (1...5).map { "R000012D000000\($0)" })
        #expect(debits.map(\.file) == ["R000012F001", "R000012F001", "R000012F002", "R000012F002", "R000012F003"])
        #expect(debits.map(\.contract.bits) == [1, 3, 4, 5, 6])
        #expect(presentation.debited == DebitSum(count: 5, amount: Money(cents: 500)))
        #expect(presentation.held == DebitSum(count: 1, amount: Money(cents: 100)))
    }

    @Test func `who owes nothing is neither debited nor held`() throws {
        var presentation = try #require(DebitPresentation(of: MoneyExample.run(), try MoneyExample.terms()))
        for cents in [0, -1] { #expect(presentation.present(Money(cents: cents), of: debtor(1)) == nil) }
        #expect(presentation.debited == DebitSum() && presentation.held == DebitSum())
    }

    @Test func `the bank is told when the account is another than that of the last debit under the reference`() throws {
        var presentation = try #require(DebitPresentation(of: MoneyExample.run(), try MoneyExample.terms()))
        func isAmended(_ lastIBAN: String?) -> Bool? {
            guard case .debited(let debit)? = presentation.present(Money(cents: 1), of: debtor(1, lastIBAN: lastIBAN)) else { return nil }
            return debit.isAmended
        }
        #expect(isAmended(nil) == false && isAmended(MoneyExample.iban) == false && isAmended("BE68539007547034") == true)
    }

    @Test func `an opening and a cancelling present nothing`() throws {
        let terms = try MoneyExample.terms()
        #expect(DebitPresentation(of: MoneyExample.run(1, .opening), terms) == nil)
        #expect(DebitPresentation(of: MoneyExample.run(2, .cancelling(run: 1), month: nil), terms) == nil)
        #expect(DebitPresentation(of: MoneyExample.run(2, .closing(through: month("2026-05"))), terms) != nil)
    }

    @Test(arguments: [
        ("2026-12", "2026-11-20", 10, "2026-12-10", "2026-11-26"), ("2026-10", "2026-09-20", 10, "2026-10-12", "2026-09-28"),
        ("2026-11", "2026-10-30", 10, "2026-11-13", "2026-10-30"), ("2027-02", "2027-01-10", 31, "2027-03-01", "2027-02-15"),
        ("2028-02", "2028-01-10", 29, "2028-02-29", "2028-02-15"), ("2027-03", "2027-03-12", 10, "2027-03-30", "2027-03-16"),
        ("2026-05", "2026-11-20", 10, "2026-12-04", "2026-11-20"),
    ])
    func `a collection is on a business day, not before its day of the month, after due notice`(
        of: String, asOf: String, collectionDay: Int, on: String, notifyBy: String
    ) throws {
        var parameters = try MoneyExample.parameters()
        parameters.collectionDay = try MoneyExample.always("collectionDay", collectionDay)
        let terms = MoneyExample.terms(of: parameters)
        let days = CollectionDays(month: month(of), asOf: day(asOf), terms)
        #expect(days == CollectionDays(collectionOn: day(on), notifyBy: day(notifyBy)))
    }

    @Test func `a file is handed over in time and once, or withdrawn before and once`() throws {
        let file = DirectDebitFile(id: "R000003F001", collectionOn: day("2026-11-13"))
        func after(_ steps: [(inout DirectDebitFile) throws(BillingRefusal) -> Void]) -> BillingRule? {
            var file = file
            do throws(BillingRefusal) {
                for step in steps { try step(&file) }
                return nil
            } catch { return error.rule }
        }
        func handOver(_ file: inout DirectDebitFile) throws(BillingRefusal) { try file.handOver(on: day("2026-11-12")) }
        func late(_ file: inout DirectDebitFile) throws(BillingRefusal) { try file.handOver(on: day("2026-11-13")) }
        func withdraw(_ file: inout DirectDebitFile) throws(BillingRefusal) { try file.withdraw() }
        #expect(after([handOver]) == nil && after([withdraw]) == nil)
        #expect(after([late]) == .fileTooLate && after([handOver, late]) == .fileTooLate)
        #expect(after([handOver, handOver]) == .fileAlreadyHandedOver && after([handOver, withdraw]) == .fileAlreadyHandedOver)
        func confirm(_ file: inout DirectDebitFile) throws(BillingRefusal) { try file.confirm() }
        #expect(
            after([confirm, withdraw]) == .fileAlreadyHandedOver && after([confirm, confirm]) == nil && after([handOver, confirm]) == nil)
        #expect(after([withdraw, confirm]) == .fileWithdrawn)
        // The bank's credit is stronger.
        func collect(_ file: inout DirectDebitFile) { file.collect() }
        #expect(after([withdraw, collect, confirm]) == nil && after([withdraw, collect, withdraw]) == .fileAlreadyHandedOver)
        #expect(after([withdraw, handOver]) == .fileWithdrawn && after([withdraw, withdraw]) == .fileWithdrawn)
        // The business day before a Monday is a Friday.
        var monday = DirectDebitFile(id: "R000002F001", collectionOn: day("2026-10-12"))
        #expect(throws: BillingRefusal(.fileTooLate)) { try monday.handOver(on: day("2026-10-10")) }
        try monday.handOver(on: day("2026-10-09"))
        #expect(monday.state == .handedOver)
    }

    @Test func `a credit is netted by what is called next`() throws {
        var office = try Office()
        office.now = instant("2026-05-20T09:00:00Z")
        try office.tell(.affiliate())
        try office.tell(.mandate("2026-05-01", "RUM-1"))
        try office.tell(.parentalLeave("2026-06-01"))
        #expect(try office.run(.regular(month("2026-06"))).debits.map(\.amount.cents) == [7_540])
        try office.record(.payment, .holder(.agent(.a)), 5_000, on: "2026-06-15", reference: "VIR-1")
        #expect(office.balances[.agent(.a)] == Money(cents: -5_000))
        office.now = instant("2026-06-20T09:00:00Z")
        #expect(try office.run(.regular(month("2026-07"))).debits.map(\.amount.cents) == [2_540])
        office.nameless = [.a]
        office.now = instant("2026-07-20T09:00:00Z")
        #expect(try office.run(.regular(month("2026-08"))).held.map(\.reason) == [.nameMissing])
    }

    @Test func `a run whose file is handed over, or whose debit came back, is not cancelled; another takes its file back`() throws {
        func office() throws -> Office {
            var office = try Office()
            office.now = instant("2026-05-20T09:00:00Z")
            try office.tell(.affiliate())
            try office.tell(.mandate("2026-05-01", "RUM-1"))
            try office.tell(.parentalLeave("2026-06-01"))
            try office.run(.regular(month("2026-06")))
            return office
        }
        var handedOver = try office()
        try handedOver.handOver("R000001F001", on: "2026-06-09")
        #expect(throws: BillingRefusal(.runHandedOver)) { try handedOver.run(.cancelling(1)) }
        var returned = try office()
        try returned.comeBack("R000001D0000001", on: "2026-06-11")
        #expect(throws: BillingRefusal(.runHandedOver)) { try returned.run(.cancelling(1)) }
        var withdrawn = try office()
        try withdrawn.withdraw("R000001F001")
        #expect(withdrawn.balances[.agent(.a)] == Money(cents: 7_540))
        #expect(throws: BillingRefusal(.directDebitAlreadyReturned)) { try withdrawn.comeBack("R000001D0000001", on: "2026-06-11") }
        try withdrawn.run(.cancelling(1))
        #expect(withdrawn.balances[.agent(.a)] == .zero)
        // The bank collected it nonetheless.
        try withdrawn.record(.payment, .file("R000001F001"), 7_540, on: "2026-06-11", reference: "VIR-1")
        #expect(withdrawn.balances[.agent(.a)] == Money(cents: -7_540) && withdrawn.balances[.directDebitTransit] == .zero)
        try withdrawn.comeBack("R000001D0000001", on: "2026-06-11")
        #expect(withdrawn.balances[.agent(.a)] == .zero)
        // What the bank tells of a file says that it has it: withdrawn then, it would be debited twice.
        var paid = try office()
        try paid.record(.payment, .file("R000001F001"), 7_540, on: "2026-06-11", reference: "VIR-1")
        #expect(throws: BillingRefusal(.fileAlreadyHandedOver)) { try paid.withdraw("R000001F001") }
        #expect(throws: BillingRefusal(.fileAlreadyHandedOver)) { try returned.withdraw("R000001F001") }
        var cancelled = try office()
        try cancelled.run(.cancelling(1))
        #expect(cancelled.balances == AccountBalances())
        #expect(throws: BillingRefusal(.fileWithdrawn)) { try cancelled.handOver("R000001F001", on: "2026-06-09") }
        #expect(throws: BillingRefusal(.fileUnknown)) { try cancelled.handOver("R000009F001", on: "2026-06-09") }
    }
}
