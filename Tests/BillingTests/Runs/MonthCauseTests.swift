import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// Why a month comes to more or less than the month before.
@Suite struct MonthCauseTests {
    /// What a run of 2026-09 explains of one contract.
    private func explained(_ facts: Fact...) throws -> [MonthExplanation.Item] {
        var office = try Office()
        office.now = instant("2026-08-20T09:00:00Z")
        for fact in facts { try office.tell(fact) }
        return try office.run(.regular(month("2026-09"))).explanation.items
    }

    private func item(_ cause: MonthCause, _ difference: Flows) -> [MonthExplanation.Item] {
        [.init(cause: cause, contracts: 1, flows: difference)]
    }

    @Test func `nothing is told of a contract that owes the same`() throws {
        #expect(try explained(.affiliate()) == [])
        #expect(try explained(.affiliate(), .employer("2026-09-01", "0690002B")) == [])
    }

    @Test func `each cause is told`() throws {
        #expect(try explained(.affiliate("2026-09-01")) == item(.joined, flows(3_770, 3_508, 0)))
        #expect(try explained(.affiliate(), .end("2026-08-31")) == item(.left, flows(-3_770, -3_508, 0)))
        #expect(try explained(.affiliate(), .unpaid("2026-09-01")) == item(.standing, flows(-3_770, -3_508, 0)))
        #expect(try explained(.affiliate(), .parentalLeave("2026-09-01")) == item(.standing, flows(-3_770, 4_032, 3_770)))
        #expect(try explained(.affiliate(), .option("2026-09-01", .option1)) == item(.option, flows(430, 430, 0)))
        #expect(try explained(.affiliate(), .child("2026-09-01", born: "2015-01-01")) == item(.beneficiaries, flows(0, 3_770, 0)))
        #expect(try explained(.affiliate(), .pay("2026-09-01", 300_000)) == item(.pay, flows(0, 400, 0)))
    }

    @Test func `an absence that is continued later differs by its basis`() throws {
        let ended = ContinuationEnd(effectiveOn: day("2026-09-01"), reason: "asked")
        let items = try explained(
            .affiliate(), .unpaid("2026-07-15"), .continuation("2026-07-15", sent: "2026-07-10"), .continuationEnd(ended))
        #expect(items == item(.standing, flows(0, -7_540, 0)))
    }

    @Test func `the first cause that differs is told`() throws {
        let moved = try explained(.affiliate(), .employer("2026-09-01", "0690002B"), .pay("2026-09-01", 300_000))
        #expect(moved == item(.employer, flows(0, 400, 0)))
        let optionFirst = try explained(.affiliate(), .pay("2026-09-01", 300_000), .option("2026-09-01", .option1))
        #expect(optionFirst == item(.option, flows(430, 830, 0)))
    }

    @Test func `a child who comes of age is priced otherwise`() throws {
        let items = try explained(
            .affiliate(), .child("2026-05-01", born: "2005-09-01"),
            .statusRecord(
                StatusRecord(
                    beneficiary: BeneficiaryID(bits: 2),
                    status: BeneficiaryStatus(kind: .student, from: day("2026-05-01"), through: day("2027-06-30")))))
        #expect(items == item(.beneficiaries, flows(0, 3_770, 0)))
    }

    @Test func `what remains is the tariff, and causes are summed over contracts in their order`() throws {
        var office = try Office()
        office.now = instant("2026-12-10T09:00:00Z")
        try office.tell(.affiliate())
        try office.tell(.affiliate(), to: .b)
        try office.tell(.affiliate("2027-01-01"), to: BilledContract(bits: 0xC))
        try office.run(.regular(month("2026-12")))
        let items = try office.run(.regular(month("2027-01"))).explanation.items
        #expect(
            items == [
                .init(cause: .joined, contracts: 1, flows: flows(3_905, 3_562, 0)),
                .init(cause: .tariff, contracts: 2, flows: flows(270, 108, 0)),
            ])
    }

    @Test func `a month under another scheme is none`() throws {
        let example = try Scheme.example()
        let other = Scheme(
            name: "other", label: "", effectiveFrom: example.effectiveFrom, parameters: example.parameters, services: [], guarantees: [])
        let events = [Fact.affiliate(), .end("2026-08-31"), .affiliate("2026-09-01", scheme: "other")].enumerated().map {
            RecordedFact(version: $0 + 1, recordedAt: instant("2026-08-20T09:00:00Z"), fact: $1)
        }
        let contract = try Contract(events: events, knownAt: instant("2026-08-20T09:00:00Z"), schemes: Schemes([example, other]))
        func profile(_ text: String, _ scheme: String) -> MonthProfile {
            MonthProfile(
                of: month(text), in: contract, contract.lines, employers: contract.situation.employer, schemes: contract.schemeName,
                of: scheme)
        }
        #expect(profile("2026-09", "example") == .nothing && profile("2026-08", "other") == .nothing)
        #expect(MonthCause(from: profile("2026-08", "example"), to: profile("2026-09", "example")) == .left)
        #expect(MonthCause(from: profile("2026-08", "other"), to: profile("2026-09", "other")) == .joined)
    }
}
