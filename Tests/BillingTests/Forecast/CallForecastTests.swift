import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// What a preview says the next run calls because of facts is what that run then calls because of them.
@Suite struct CallForecastTests {
    /// Where random lives begin.
    private static let start = instant("2026-04-15T09:00:00Z")

    private struct Met {
        var counts: [String: Int] = [:]
        mutating func count(_ name: String) { counts[name, default: 0] += 1 }
    }

    private static func forecast(_ id: BilledContract, from before: Office, to after: Office) throws -> CallForecast? {
        let debits = before.debits.filter { $0.debit.contract == id }.map {
            PastDebit(
                mandateReference: $0.debit.mandate.reference, registration: $0.debit.mandate.event,
                collectionOn: $0.debit.days.collectionOn, outcome: $0.outcome)
        }
        let billed = BilledSoFar(
            book: before.book, called: before.called[id] ?? .nothing, balance: before.balances[.agent(id)], debits: debits,
            resumedAt: before.resumedAt[id], positions: (before.events[id] ?? []).map(\.recordedAt.microseconds))
        return CallForecast(
            of: id, from: try before.contract(id), to: try after.contract(id), under: before.scheme, before.money, after: billed)
    }

    /// A run's lines or amounts of a contract.
    private static func sums(_ amounts: [(month: Month, payer: Payer, flows: Flows)]) -> [String: Flows] {
        Dictionary(amounts.map { ("\($0.month) \($0.payer)", $0.flows) }) { $0 + $1 }.filter { $0.value != .zero }
    }

    private static func difference(_ left: [String: Flows], _ right: [String: Flows]) -> [String: Flows] {
        left.merging(right.mapValues { .zero - $0 }) { $0 + $1 }.filter { $0.value != .zero }
    }

    private static func lines(_ outcome: Office.Outcome, _ id: BilledContract) -> [String: Flows] {
        sums(outcome.lines.filter { $0.contract == id }.map { ($0.month, $0.payer, $0.flows) })
    }

    private static func prescribed(_ outcome: Office.Outcome, _ id: BilledContract) -> [String: Flows] {
        sums(outcome.prescribed.filter { $0.contract == id }.map { ($0.month, $0.payer, $0.flows) })
    }

    /// How a run settles what an agent owes.
    private static func settlement(_ id: BilledContract, _ office: Office, _ outcome: Office.Outcome) -> String {
        if let debit = outcome.debits.first(where: { $0.contract == id }) { return "debited on \(debit.days.collectionOn)" }
        if let held = outcome.held.first(where: { $0.contract == id }) { return "held as \(held.reason)" }
        let called = outcome.lines.filter { $0.contract == id && $0.payer == .agent }.reduce(Money.zero) { $0 + $1.flows.agentToInsurer }
        return office.balances[.agent(id)] + called < .zero ? "credit" : "settled"
    }

    @Test func `what is forecast of a fact is the run with it less the run without it`() throws {
        var met = Met()
        // Short lives meet credits, long ones prescription.
        for number in 0..<400 as Range<UInt64> {
            let (seed, pace) = (21_000_063 + number, [8, 8, 40, 90][Int(number % 4)])
            var life = RandomLife(seed: seed, pace: pace)
            var office = try Office()
            office.now = Self.start
            for _ in 0..<40 {
                office.now = office.now.adding(microseconds: life.pause())
                let step = life.step(in: office)
                let before = office
                guard try life.play(step, in: &office), case .fact(_, let id) = step else { continue }
                try check(id, before, office, seed: seed, &met)
            }
        }
        let expected = [
            "call", "adjustment", "agent", "employer", "debited", "held", "credit", "prescribed", "nothing", "later", "settled otherwise",
        ]
        for name in expected { #expect(met.counts[name, default: 0] >= 3, "\(name): \(met.counts)") }
    }

    private func check(_ id: BilledContract, _ before: Office, _ after: Office, seed: UInt64, _ met: inout Met) throws {
        func fail(_ text: String) { Issue.record("seed \(seed), \(before.now): \(text)") }
        guard let forecast = try Self.forecast(id, from: before, to: after) else {
            if before.book.lastCalled != nil { fail("nothing is forecast after a run") }
            return
        }
        var (without, with) = (before, after)
        if forecast.notBefore > after.now.parisDay {
            met.count("later")
            // One day sooner the run is refused.
            var early = after
            early.now = instant("\(forecast.notBefore.previous)T12:00:00Z")
            #expect(throws: BillingRefusal(.runTooEarly)) { try early.run(.regular(forecast.month)) }
            let then = instant("\(forecast.notBefore)T12:00:00Z")
            // Rows of a scheme that become known meanwhile are no part of what is known at the preview.
            if before.schemes.instants(of: before.scheme.name).contains(where: { before.now < $0 && $0 <= then }) { return }
            (without.now, with.now) = (then, then)
        }
        let (left, right) = (try with.run(.regular(forecast.month)), try without.run(.regular(forecast.month)))
        let expected = Self.difference(Self.lines(left, id), Self.lines(right, id))
        let told = Self.sums(forecast.lines.map { ($0.month, $0.payer, $0.flows) })
        if told != expected { fail("forecasts\n\(told)\nthe runs differ by\n\(expected)") }
        let late = Self.sums(forecast.prescribed.map { ($0.month, $0.payer, $0.flows) })
        let expectedLate = Self.difference(Self.prescribed(left, id), Self.prescribed(right, id))
        if late != expectedLate { fail("forecasts as prescribed\n\(late)\nthe runs differ by\n\(expectedLate)") }
        if forecast.lines.isEmpty { met.count("nothing") }
        if !late.isEmpty { met.count("prescribed") }
        for line in forecast.lines {
            met.count(line.origin.rawValue)
            met.count(line.payer == .agent ? "agent" : "employer")
            if line.origin != (line.month > forecast.lastCalled ? .call : .adjustment) { fail("\(line.month) is a \(line.origin)") }
        }
        let isOther = Self.settlement(id, after, left) != Self.settlement(id, before, right)
        let isAsked = forecast.lines.contains { $0.payer == .agent }
        if (forecast.agent != nil) != (isOther || isAsked) { fail("the agent is \(String(describing: forecast.agent))") }
        if isOther, !isAsked { met.count("settled otherwise") }
        guard let agent = forecast.agent else { return }
        let called = left.lines.filter { $0.contract == id && $0.payer == .agent }.reduce(Money.zero) { $0 + $1.flows.agentToInsurer }
        if agent.balance != after.balances[.agent(id)] + called { fail("the balance after the run is not \(agent.balance)") }
        let debit = left.debits.first { $0.contract == id }
        let held = left.held.first { $0.contract == id }
        switch agent.settlement {
        case .debited(let day):
            met.count("debited")
            if debit?.amount != agent.balance || debit?.days.collectionOn != day {
                fail("debited on \(day), not \(String(describing: debit))")
            }
        case .held(let reason):
            met.count("held")
            if held?.amount != agent.balance || held?.reason != reason { fail("held as \(reason), not \(String(describing: held))") }
        case .settled: if debit != nil || held != nil { fail("settled, and presented or held") }
        case .credit(let days):
            met.count("credit")
            if debit != nil || held != nil || agent.balance >= .zero || days != 56 { fail("a credit of \(agent.balance)") }
        }
    }

    @Test func `before the first run nothing is forecast, and after a cancellation its month is called again`() throws {
        var office = try Office()
        office.now = Self.start
        var told = office
        try told.tell(.affiliate("2026-05-01"))
        #expect(try Self.forecast(.a, from: office, to: told) == nil)
        try office.run(.regular(month("2026-05")))
        told = office
        try told.tell(.affiliate("2026-05-01"))
        let forecast = try #require(try Self.forecast(.a, from: office, to: told))
        #expect(forecast.lastCalled == month("2026-05") && forecast.month == month("2026-06") && forecast.notBefore == day("2026-04-17"))
        #expect(forecast.payableOn == day("2026-05-17") && !forecast.refundsEmployers && forecast.agent == nil)
        #expect(
            forecast.lines.map(\.month) == [month("2026-05"), month("2026-06")] && forecast.lines.map(\.origin) == [.adjustment, .call])
        try office.run(.cancelling(1))
        #expect(try Self.forecast(.a, from: office, to: told) == nil)
    }
}
