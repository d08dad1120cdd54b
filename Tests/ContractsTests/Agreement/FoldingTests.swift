import CivilTime
import ContractTesting
import Contracts
import Testing

/// A contract that learns event by event, against the contract that its whole history makes.
@Suite struct FoldingTests {
    @Test(arguments: 81...82 as ClosedRange<UInt64>)
    func `folded step by step, a contract answers and decides as one folded at once`(seed: UInt64) {
        check(runs: 35, seed: seed, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                let life = inquiry.life
                let events = try Witness(recorded: life.model.events, scheme: life.scheme).events
                let schemes = Schemes([try life.scheme.scheme()])
                let start = Instant(microseconds: 0)
                var folded = try Contract(events: [], knownAt: start, schemes: schemes)
                for (place, event) in events.enumerated() {
                    let (before, known) = (folded, Array(events[...place]))
                    try folded.learn(event)
                    let anew = try Contract(events: known, knownAt: event.recordedAt, schemes: schemes)
                    if let difference = difference(folded, anew, inquiry) { return "at version \(place + 1): \(difference)" }

                    for question in inquiry.questions.prefix(4) {
                        let instant = max(question.knownAt.told, event.recordedAt)
                        let later = try Contract(events: known, knownAt: instant, schemes: schemes)
                        if let difference = difference(folded.known(at: instant), later, inquiry) {
                            return "at version \(place + 1), known at \(instant): \(difference)"
                        }
                    }
                    // Copies do not learn along.
                    let instant = place == 0 ? start : events[place - 1].recordedAt
                    let still = try Contract(events: Array(events[..<place]), knownAt: instant, schemes: schemes)
                    if let difference = difference(before, still, inquiry) { return "before version \(place + 1): \(difference)" }
                }
                return nil
            }
        }
    }

    @Test(arguments: 91...92 as ClosedRange<UInt64>)
    func `events foreseen and dated afterwards make the contract of the events as dated`(seed: UInt64) {
        check(runs: 60, seed: seed, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                let life = inquiry.life
                let events = try Witness(recorded: life.model.events, scheme: life.scheme).events
                let schemes = Schemes([try life.scheme.scheme()])
                guard let first = events.first, let last = events.last else { return nil }
                // All of them are foreseen at the instant of the first.
                var folded = try Contract(events: [], knownAt: first.recordedAt, schemes: schemes)
                for event in events {
                    try folded.learn(RecordedFact(version: event.version, recordedAt: first.recordedAt, fact: event.fact))
                }
                for event in events { folded.date(from: event.version, at: event.recordedAt) }
                return difference(folded, try Contract(events: events, knownAt: last.recordedAt, schemes: schemes), inquiry)
            }
        }
    }

    @Test func `a contract does not learn an event whose scheme is not there`() throws {
        let tale = try Tale([.affiliate()])
        var folded = try tale.contract()
        let other = Affiliation(
            scheme: "another", effectiveOn: day("2027-01-01"), employer: "A",
            employment: Employment(kind: .contractual, startedOn: day("2026-01-01")), bornOn: day("1980-01-01"), option: .base,
            grossMonthlyPay: .zero)
        let event = RecordedFact(version: 2, recordedAt: folded.knownAt, fact: .affiliation(other))
        #expect(throws: Refusal(.schemeUnknown)) { try folded.learn(event) }
        #expect(folded.version == 1)
    }

    private func difference(_ folded: Contract, _ anew: Contract, _ inquiry: Inquiry) -> String? {
        if folded.events != anew.events { return "events" }
        if folded.knownAt != anew.knownAt || folded.asOf != anew.asOf { return "known at \(folded.knownAt)" }
        for step in inquiry.life.steps where decision(folded, step.command.facts) != decision(anew, step.command.facts) {
            return "decides \(step.command): \(decision(folded, step.command.facts))"
        }
        if anew.version == 0 { return nil }
        if folded.situation != anew.situation { return "situation" }
        for day in inquiry.questions.map(\.on) {
            if folded.standing(on: day.told) != anew.standing(on: day.told) { return "standing on \(day)" }
            if folded.coverReasons(on: day.told) != anew.coverReasons(on: day.told) { return "reasons on \(day)" }
            if folded.modelEligibility(on: day) != anew.modelEligibility(on: day) { return "eligibility on \(day)" }
            if folded.modelCoverage(on: day) != anew.modelCoverage(on: day) { return "coverage on \(day)" }
            for (one, other) in zip(folded.beneficiaries, anew.beneficiaries)
            where folded.rightReasons(of: one, on: day.told) != anew.rightReasons(of: other, on: day.told) {
                return "reasons of \(one.id.bits)'s right on \(day)"
            }
        }
        return nil
    }

    private func decision(_ contract: Contract, _ facts: [Fact]) -> Result<[Fact], Refusal> {
        do throws(Refusal) { return .success(try contract.decide(facts)) } catch { return .failure(error) }
    }
}
