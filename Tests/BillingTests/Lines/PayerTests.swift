import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// Who is asked for what a contract owes (`call.payer`).
@Suite struct PayerTests {
    private func due(_ facts: [Fact], of scheme: String = "example", schemes: [Scheme]? = nil) throws -> FlowsByPayer {
        let events = facts.enumerated().map {
            RecordedFact(version: $0 + 1, recordedAt: instant("2026-04-20T09:00:00Z"), fact: $1)
        }
        let contract = try Contract(
            events: events, knownAt: instant("2026-04-20T09:00:00Z"), schemes: Schemes(schemes ?? [try Scheme.example()]))
        return FlowsByPayer(due: contract, of: scheme)
    }

    private func amounts(_ due: FlowsByPayer, _ text: String) -> [Payer: Flows] {
        Dictionary(due.entries.map { ($0.payer, $0.months[month(text)]) }) { $1 }.filter { $0.value != .zero }
    }

    private let first = Payer.employer("0750001A")
    private let second = Payer.employer("0690002B")

    @Test func `what is withheld on pay is asked of the employer`() throws {
        let due = try due([.affiliate()])
        #expect(amounts(due, "2026-04") == [:])
        #expect(amounts(due, "2026-05") == [first: flows(3_770, 3_508, 0)])
        #expect(amounts(due, "2030-05") == [first: flows(3_905, 3_562, 0)])
        #expect(due.entries.map(\.payer) == [first])
        #expect(due[.agent][month("2026-05")] == .zero)
    }

    @Test func `in temporary cessation the agent is asked, and the employer is told its refund`() throws {
        let due = try due([.affiliate(), .parentalLeave("2026-09-01")])
        #expect(amounts(due, "2026-08") == [first: flows(3_770, 3_508, 0)])
        #expect(amounts(due, "2026-09") == [first: flows(0, 0, 3_770), .agent: flows(0, 7_540, 0)])
        #expect(due.entries.map(\.payer) == [first, .agent])
    }

    @Test func `in a continuation the agent alone is asked, in an absence without one nobody`() throws {
        let continued = try due([.affiliate(), .unpaid("2026-09-01"), .continuation("2026-09-01", sent: "2026-08-25")])
        #expect(amounts(continued, "2026-09") == [.agent: flows(0, 7_540, 0)])
        #expect(amounts(try due([.affiliate(), .unpaid("2026-09-01")]), "2026-09") == [:])
    }

    @Test func `the employer of the day that decides a month is asked for all of it`() throws {
        let changed = try due([.affiliate(), .employer("2026-07-15", "0690002B"), .employer("2026-09-01", "0130003C")])
        #expect(amounts(changed, "2026-07") == [first: flows(3_770, 3_508, 0)])
        #expect(amounts(changed, "2026-08") == [second: flows(3_770, 3_508, 0)])
        #expect(amounts(changed, "2026-09") == [.employer("0130003C"): flows(3_770, 3_508, 0)])
        // In the month of an affiliation its day decides.
        let late = try due([.affiliate("2026-07-20"), .employer("2026-07-10", "0690002B"), .employer("2026-07-20", "0690002B")])
        #expect(amounts(late, "2026-06") == [:])
        #expect(amounts(late, "2026-07") == [second: flows(3_770, 3_508, 0)])
        let before = try due([.affiliate("2026-07-20"), .employer("2026-07-21", "0690002B")])
        #expect(amounts(before, "2026-07") == [first: flows(3_770, 3_508, 0)])
        #expect(amounts(before, "2026-08") == [second: flows(3_770, 3_508, 0)])
    }

    @Test func `months decided by affiliations of one day of the month, at other employers, are asked of each`() throws {
        let due = try due([
            .affiliate("2026-07-15"), .end("2026-07-31"), .affiliate("2026-08-15"), .employer("2026-08-15", "0690002B"),
            .employer("2026-09-02", "0130003C"),
        ])
        #expect(amounts(due, "2026-07") == [first: flows(3_770, 3_508, 0)])
        #expect(amounts(due, "2026-08") == [second: flows(3_770, 3_508, 0)])
        #expect(amounts(due, "2026-09") == [second: flows(3_770, 3_508, 0)])
        #expect(amounts(due, "2026-10") == [.employer("0130003C"): flows(3_770, 3_508, 0)])
    }

    @Test func `a month belongs to the scheme of its deciding day`() throws {
        let example = try Scheme.example()
        let other = Scheme(
            name: "other", label: "", effectiveFrom: example.effectiveFrom, parameters: example.parameters, services: [], guarantees: [])
        let facts: [Fact] = [.affiliate(), .end("2026-07-31"), .affiliate("2026-09-15", scheme: "other")]
        let own = try due(facts, schemes: [example, other])
        let others = try due(facts, of: "other", schemes: [example, other])
        #expect(amounts(own, "2026-07") == [first: flows(3_770, 3_508, 0)] && amounts(own, "2026-09") == [:])
        #expect(amounts(others, "2026-07") == [:] && amounts(others, "2026-09") == [first: flows(3_770, 3_508, 0)])
    }

    @Test func `a contract without events owes nothing`() throws { #expect(try due([]) == .nothing) }

    @Test func `employers come first, by code`() {
        #expect([Payer.agent, second, first].sorted() == [second, first, .agent])
        #expect(!(Payer.agent < Payer.agent) && first.employer == "0750001A" && Payer.agent.employer == nil)
    }
}
