import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// Why an agent who owes is not debited.
@Suite struct DebtorTests {
    private static let mandate = RegisteredMandate(reference: "RUM-1", signedOn: day("2026-05-01"), event: 2)
    private static let collection = day("2026-12-10")

    /// A debtor whom nothing holds, but for what is said.
    private func debtor(
        died: Bool = false, mandate: RegisteredMandate? = DebtorTests.mandate, debits: [PastDebit] = [], resumedAt: Int64? = nil,
        name: String? = "Durand", iban: String? = MoneyExample.iban, lastIBAN: String? = nil
    ) -> Debtor {
        Debtor(
            contract: .a, endsByDeath: died, mandate: mandate, debits: debits, resumedAt: resumedAt, name: name, iban: iban,
            lastIBAN: lastIBAN)
    }

    private func reason(_ debtor: Debtor, cents: Int = 7_540, limit: Int? = nil, on: Day = collection) throws -> HoldReason? {
        debtor.holdReason(for: Money(cents: cents), on: on, try MoneyExample.terms(limit: limit.map { Money(cents: $0) }))
    }

    private func debit(_ on: String, _ outcome: PastDebit.Outcome, _ reference: String = "RUM-1", registration: Int = 2) -> PastDebit {
        PastDebit(mandateReference: reference, registration: registration, collectionOn: day(on), outcome: outcome)
    }

    private func returned(_ reason: String, at position: Int64 = 7) -> PastDebit.Outcome {
        .returned(reason: reason, position: position)
    }

    @Test func `who has a mandate, a name and no return is debited`() throws {
        #expect(try reason(debtor()) == nil)
        #expect(try reason(debtor(debits: [debit("2026-11-10", .presented)])) == nil)
    }

    @Test func `each reason holds`() throws {
        #expect(try reason(debtor(died: true)) == .deceased)
        #expect(try reason(debtor(mandate: nil, iban: nil)) == .mandateMissing)
        #expect(try reason(debtor(debits: [debit("2026-10-12", returned("AC04"))])) == .mandateEnded)
        #expect(try reason(debtor(debits: [debit("2026-10-12", returned("MD06"))])) == .onHold)
        let twice = [debit("2026-09-10", returned("AM04")), debit("2026-10-12", returned("MS03"))]
        #expect(try reason(debtor(debits: twice)) == .inArrears)
        #expect(try reason(debtor(name: nil)) == .nameMissing)
        #expect(try reason(debtor(name: "王")) == .nameMissing)
        #expect(try reason(debtor(iban: nil)) == .nameMissing)
        #expect(try reason(debtor(), cents: 50_001, limit: 50_000) == .overLimit)
        #expect(try reason(debtor(), cents: 50_000, limit: 50_000) == nil)
    }

    @Test func `the first reason is told`() throws {
        let lapsed = RegisteredMandate(reference: "RUM-1", signedOn: day("2020-05-01"), event: 2)
        let debits = [debit("2020-10-12", returned("AC04")), debit("2020-10-12", returned("MD06")), debit("2020-11-12", returned("MD06"))]
        func all(died: Bool = false, mandate: RegisteredMandate? = lapsed, _ debits: [PastDebit], name: String? = nil) throws -> HoldReason?
        {
            try reason(debtor(died: died, mandate: mandate, debits: debits, name: name), cents: 9, limit: 1)
        }
        #expect(try all(died: true, debits) == .deceased)
        #expect(try all(mandate: nil, debits) == .mandateMissing)
        #expect(try all(debits) == .mandateEnded)
        #expect(try all(Array(debits.dropFirst())) == .mandateLapsed)
        #expect(try all(mandate: Self.mandate, Array(debits.dropFirst())) == .onHold)
        let arrears = [debit("2020-10-12", returned("AM04")), debit("2020-11-12", returned("AM04"))]
        #expect(try all(mandate: Self.mandate, arrears) == .inArrears)
        #expect(try all(mandate: Self.mandate, []) == .nameMissing)
        #expect(try all(mandate: Self.mandate, [], name: "Durand") == .overLimit)
        #expect(
            HoldReason.allCases == [
                .deceased, .mandateMissing, .mandateEnded, .mandateLapsed, .onHold, .inArrears, .nameMissing, .overLimit,
            ])
    }

    @Test func `a mandate whose reference no file can name is none`() throws {
        for reference in ["RUM 1", "référence_1", String(repeating: "9", count: 36)] {
            let mandate = RegisteredMandate(reference: reference, signedOn: day("2026-05-01"), event: 2)
            #expect(try reason(debtor(mandate: mandate)) == .mandateMissing)
        }
    }

    @Test func `a mandate signed after the collection day is none`() throws {
        func signed(_ on: String) throws -> HoldReason? {
            try reason(debtor(mandate: RegisteredMandate(reference: "RUM-1", signedOn: day(on), event: 2)))
        }
        #expect(try signed("2026-12-10") == nil)
        #expect(try signed("2026-12-11") == .mandateMissing)
    }

    @Test func `a mandate ends under its registration, not under its reference`() throws {
        let ended = [debit("2026-10-12", returned("AC04"))]
        let again = RegisteredMandate(reference: "RUM-1", signedOn: day("2026-11-01"), event: 5)
        #expect(try reason(debtor(debits: ended)) == .mandateEnded)
        #expect(try reason(debtor(debits: ended, resumedAt: 9)) == .mandateEnded)
        #expect(try reason(debtor(mandate: again, debits: ended)) == nil)
    }

    @Test func `a mandate lapses after 36 months without a debit under its reference`() throws {
        func onDay(_ on: String, _ debits: [PastDebit]) throws -> HoldReason? { try reason(debtor(debits: debits), on: day(on)) }
        #expect(try onDay("2029-05-01", []) == nil && onDay("2029-05-02", []) == .mandateLapsed)
        let used = [debit("2026-10-12", .presented)]
        #expect(try onDay("2029-10-12", used) == nil && onDay("2029-10-13", used) == .mandateLapsed)
        // One that came back was used; one that no bank had was not; one under another reference does not count.
        #expect(try onDay("2029-10-12", [debit("2026-10-12", returned("AM04"))]) == nil)
        #expect(try onDay("2029-10-12", [debit("2026-10-12", .withdrawn)]) == .mandateLapsed)
        #expect(try onDay("2029-10-12", [debit("2026-10-12", .presented, "RUM-2")]) == .mandateLapsed)
        // Under a former registration of the reference it was used too.
        #expect(try onDay("2029-10-12", [debit("2026-10-12", .presented, registration: 1)]) == nil)
    }

    @Test func `a clerk lifts a hold and arrears, from then on`() throws {
        let hold = [debit("2026-10-12", returned("MD06", at: 7))]
        #expect(try reason(debtor(debits: hold, resumedAt: 6)) == .onHold)
        #expect(try reason(debtor(debits: hold, resumedAt: 8)) == nil)
        let arrears = [debit("2026-09-10", returned("AM04", at: 3)), debit("2026-10-12", returned("AM04", at: 7))]
        #expect(try reason(debtor(debits: arrears, resumedAt: 4)) == nil)
        let third = arrears + [debit("2026-11-10", returned("AM04", at: 9))]
        #expect(try reason(debtor(debits: third, resumedAt: 4)) == .inArrears)
        #expect(try reason(debtor(debits: third, resumedAt: 8)) == nil)
    }

    @Test func `returns in a row are counted from the last debit, without those that no bank had`() throws {
        let back = returned("AM04")
        #expect(try reason(debtor(debits: [debit("2026-08-10", back), debit("2026-09-10", back), debit("2026-10-12", .presented)])) == nil)
        #expect(try reason(debtor(debits: [debit("2026-08-10", back), debit("2026-09-10", .presented), debit("2026-10-12", back)])) == nil)
        #expect(
            try reason(debtor(debits: [debit("2026-08-10", back), debit("2026-09-10", back), debit("2026-10-12", .withdrawn)]))
                == .inArrears)
    }

    @Test func `a contract's agent is debited under the mandate of the collection day, and a registration resumes debits`() throws {
        let facts: [Fact] = [
            .affiliate(), .mandate("2026-06-01", "RUM-1"), .mandate("2026-12-10", "RUM-2"), .mandate("2026-12-11", "RUM-3"), .rescind(4),
        ]
        let events = facts.enumerated().map {
            RecordedFact(version: $0 + 1, recordedAt: instant("2026-06-0\($0 + 1)T00:00:00Z"), fact: $1)
        }
        let contract = try Contract(
            events: events, knownAt: instant("2026-11-20T07:00:00Z"), schemes: Schemes([try MoneyExample.scheme()]))
        func debtor(_ on: String, resumedAt: Int64? = nil) -> Debtor {
            Debtor(
                .a, contract.debitFacts, collectedOn: day(on), debits: [], resumedAt: resumedAt, position: { Int64($0 * 10) },
                name: "Durand",
                iban: MoneyExample.iban, lastIBAN: nil)
        }
        #expect(debtor("2026-12-09").mandate?.reference == "RUM-1" && debtor("2026-12-10").mandate?.reference == "RUM-2")
        #expect(
            debtor("2026-12-11").mandate?.reference == "RUM-2" && debtor("2026-05-31").mandate == nil && !debtor("2026-12-09").endsByDeath)
        // Only the registration in use counts, not one for later.
        #expect(debtor("2026-12-09").resumedAt == 20 && debtor("2026-12-10").resumedAt == 30)
        #expect(debtor("2026-05-31").resumedAt == nil)
        #expect(debtor("2026-12-10", resumedAt: 25).resumedAt == 30 && debtor("2026-12-10", resumedAt: 31).resumedAt == 31)
    }
}
