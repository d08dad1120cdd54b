import CivilTime
import ContractTesting
import Contracts
import Testing

/// What a run asks of a contract, besides what it owes.
@Suite struct BillingFactsTests {
    @Test func `of several mandates in force the one registered last counts, by day and then by order of recording`() throws {
        let contract = try Tale([
            .affiliate(), .mandate("2026-06-01", "B"), .mandate("2026-05-10", "A"), .mandate("2026-06-01", "C"), .revoke("2026-07-01", "C"),
            .revoke("2026-08-01", "B"), .revoke("2026-09-01", "A"),
        ]).contract()
        func reference(_ on: String) -> String? { contract.debitFacts.mandate(on: day(on))?.reference }
        #expect(reference("2026-05-09") == nil)
        #expect(reference("2026-05-31") == "A")
        #expect(reference("2026-06-30") == "C")
        #expect(reference("2026-07-31") == "B")
        #expect(reference("2026-08-31") == "A")
        #expect(reference("2026-09-01") == nil)
        #expect(
            contract.debitFacts.mandate(on: day("2026-06-30")) == RegisteredMandate(reference: "C", signedOn: day("2026-06-01"), event: 4))
    }

    @Test func `a reference registered again is another registration, and one that is annulled is none`() throws {
        let facts: [Fact] = [.affiliate(), .mandate("2026-06-01", "A"), .mandate("2026-07-01", "B"), .mandate("2026-08-01", "A")]
        #expect(try Tale(facts).contract().debitFacts.mandate(on: day("2026-08-01"))?.event == 4)
        #expect(try Tale(facts + [.rescind(4)]).contract().debitFacts.mandate(on: day("2026-08-01"))?.event == 3)
        #expect(try Tale(facts + [.rescind(4), .rescind(3)]).contract().debitFacts.mandate(on: day("2026-08-01"))?.event == 2)
        let again: [Fact] = [.affiliate(), .mandate("2026-06-01"), .revoke("2026-07-01"), .mandate("2026-07-01")]
        #expect(try Tale(again).contract().debitFacts.mandate(on: day("2026-07-01"))?.event == 4)
    }

    @Test func `pay is that of the last affiliation or declaration`() throws {
        let contract = try Tale([
            .affiliate(), .payDeclaration(PayDeclaration(effectiveOn: day("2026-07-15"), grossMonthlyPay: Money(cents: 300_000))),
        ]).contract()
        #expect(contract.grossMonthlyPay(on: day("2026-04-30")) == nil)
        #expect(contract.grossMonthlyPay(on: day("2026-07-14")) == Money(cents: 250_000))
        #expect(contract.grossMonthlyPay(on: day("2026-07-15")) == Money(cents: 300_000))
    }

    @Test func `an end by death is known, until it is annulled`() throws {
        #expect(try !Tale([.affiliate(), .end("2026-08-31")]).contract().debitFacts.endsByDeath)
        #expect(try Tale([.affiliate(), .end("2026-08-31", .death)]).contract().debitFacts.endsByDeath)
        #expect(try !Tale([.affiliate(), .end("2026-08-31", .death), .rescind(2)]).contract().debitFacts.endsByDeath)
        let portability: [Fact] = [.affiliate(), .end("2026-08-31"), .portability("2026-08-31")]
        #expect(try !Tale(portability + [.endPortability("2026-09-15")]).contract().debitFacts.endsByDeath)
        let death = Fact.portabilityEnd(PortabilityEnd(effectiveOn: day("2026-09-15"), reason: .death))
        #expect(try Tale(portability + [death]).contract().debitFacts.endsByDeath)
    }

    @Test func `a contract's scheme is named on every day`() throws {
        #expect(try Tale().contract().schemeName == Timeline(nil))
        #expect(try Tale([.affiliate()]).contract().schemeName == Timeline(ModelScheme.education.name))
        var other = ModelScheme.education
        other.name = "other"
        let schemes = Schemes([try ModelScheme.education.scheme(), try other.scheme()])
        let facts: [Fact] = [.affiliate(), .end("2026-08-31"), .affiliate("2026-10-15", scheme: "other")]
        let events = facts.enumerated().map { RecordedFact(version: $0 + 1, recordedAt: instant("2026-12-01T00:00:00Z"), fact: $1) }
        let line = try Contract(events: events, knownAt: instant("2026-12-01T00:00:00Z"), schemes: schemes).schemeName
        #expect(line[day("2026-10-14")] == ModelScheme.education.name && line[day("2026-10-15")] == "other")
        #expect(line.changes.count == 1)
    }
}
