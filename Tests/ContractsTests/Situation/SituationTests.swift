import CivilTime
import ContractTesting
import Contracts
import Testing

/// The situations of random lives, against the single answers of the contract known at the same instant.
@Suite struct SituationTests {
    @Test(arguments: 71...72 as ClosedRange<UInt64>)
    func `judged on a day, the last situation known says what the contract says`(seed: UInt64) {
        check(runs: 60, seed: seed, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                let witness = try Witness(recorded: inquiry.life.model.events, scheme: inquiry.life.scheme)
                let situations = try Contract.situations(of: witness.events, schemes: witness.schemes)
                for question in inquiry.questions {
                    let contract = try witness.contract(knownAt: question.knownAt)
                    let known = situations.last { $0.knownFrom <= question.knownAt.told }
                    guard let contract, let known else {
                        if (contract == nil) == (known == nil) { continue }
                        return "\(question): only one of both knows the contract"
                    }
                    if known.situation != contract.situation { return "\(question): another situation than the contract's own" }
                    if let difference = difference(known.situation, contract, on: question.on.told) { return "\(question): \(difference)" }
                }
                return nil
            }
        }
    }

    @Test(arguments: 75...76 as ClosedRange<UInt64>)
    func `each situation of a history, followed from the one before, is that of the contract known then`(seed: UInt64) {
        check(runs: 80, seed: seed, { Life.draw(&$0) }) { life in
            objection {
                let witness = try Witness(recorded: life.model.events, scheme: life.scheme)
                for (knownFrom, situation) in try Contract.situations(of: witness.events, schemes: witness.schemes) {
                    let own = try Contract(events: witness.events, knownAt: knownFrom, schemes: witness.schemes).situation
                    if situation.holder != own.holder { return "at \(knownFrom): holder" }
                    if situation.beneficiaries != own.beneficiaries { return "at \(knownFrom): beneficiaries" }
                    if situation.employer != own.employer { return "at \(knownFrom): employer" }
                    if situation.liabilities != own.liabilities { return "at \(knownFrom): liabilities" }
                    if situation.deadlines != own.deadlines { return "at \(knownFrom): deadlines" }
                }
                return nil
            }
        }
    }

    @Test func `a situation's timelines say day by day what the contract says`() {
        check(runs: 15, seed: 73, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                let witness = try Witness(recorded: inquiry.life.model.events, scheme: inquiry.life.scheme)
                let instant = inquiry.questions.first?.knownAt ?? inquiry.life.end
                guard let contract = try witness.contract(knownAt: instant), let first = inquiry.life.days.min()?.told else { return nil }
                let situation = contract.situation
                for offset in -40..<800 {
                    let day = first.adding(days: offset)
                    if let difference = coverDifference(situation, contract, on: day) { return "on \(day): \(difference)" }
                }
                for month in Month(of: first).adding(-2)...Month(of: first).adding(27) {
                    if let difference = difference(situation.liabilities[month], contract.cotisation(of: month)) {
                        return "in \(month): \(difference)"
                    }
                }
                return nil
            }
        }
    }

    @Test func `asked from an instant on, a history tells what is new and the situation before it`() {
        check(runs: 60, seed: 74, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                let witness = try Witness(recorded: inquiry.life.model.events, scheme: inquiry.life.scheme)
                let all = try Contract.situations(of: witness.events, schemes: witness.schemes)
                for question in inquiry.questions {
                    let from = question.knownAt.told
                    let told = try Contract.situations(of: witness.events, from: from, schemes: witness.schemes)
                    let before = all.lastIndex { $0.knownFrom < from } ?? 0
                    if told.map(\.knownFrom) != all[before...].map(\.knownFrom) { return "from \(from): \(told.map(\.knownFrom))" }
                    if told.map(\.situation) != all[before...].map(\.situation) { return "from \(from): another situation" }
                }
                return nil
            }
        }
    }

    @Test func `a history has a situation for each instant at which a fact or a parameter is learnt`() throws {
        var events = try Tale([.affiliate()]).events
        events = [RecordedFact(version: 1, recordedAt: instant("2026-09-15T10:00:00Z"), fact: events[0].fact)]
        for (place, at) in ["2026-09-20T00:00:00Z", "2026-09-20T00:00:00Z", "2026-10-02T00:00:00Z"].enumerated() {
            events.append(RecordedFact(version: 2 + place, recordedAt: instant(at), fact: .paid("2026-1\(place)-01")))
        }
        let schemes = Schemes([try ModelScheme.corrected.scheme()])
        let told = try Contract.situations(of: events, schemes: schemes)
        // Two parameters are learnt later than the first event, one at its very instant.
        #expect(
            told.map(\.knownFrom)
                == ["2026-09-15T10:00:00Z", "2026-09-20T00:00:00Z", "2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z", "2026-12-31T23:00:00Z"]
                .map(instant))
        #expect(told[0].situation.liabilities[month("2026-06")].due != told[2].situation.liabilities[month("2026-06")].due)
        #expect(try Contract.situations(of: [], schemes: schemes).isEmpty)
        #expect(throws: Refusal(.schemeUnknown)) { try Contract.situations(of: events, schemes: Schemes([])) }
    }

    @Test func `the employer is the one told last for the day, and is kept after the end of employment`() throws {
        func change(_ on: String, _ code: String) -> Fact { .employerChange(EmployerChange(effectiveOn: day(on), employer: code)) }
        let facts: [Fact] = [
            .affiliate(), change("2026-07-01", "B"), change("2026-06-01", "A"), change("2026-07-01", "C"), .end("2026-08-31"),
            .affiliate("2026-10-01"),
        ]
        let employer = try Tale(facts).contract().situation.employer
        #expect(employer.pieces.map(\.value) == [nil, "0750001A", "A", "C", "0750001A"])
        #expect(employer.changes.map(\.on) == ["2026-05-01", "2026-06-01", "2026-07-01", "2026-10-01"].map(day))
        #expect(employer[day("2026-09-15")] == "C")
    }

    private func difference(_ situation: Situation, _ contract: Contract, on day: Day) -> String? {
        let month = Month(of: day)
        return coverDifference(situation, contract, on: day)
            ?? difference(situation.liabilities[month], contract.cotisation(of: month)).map { "in \(month): \($0)" }
    }

    private func coverDifference(_ situation: Situation, _ contract: Contract, on day: Day) -> String? {
        let asOf = contract.asOf
        if situation.holder[day].cover.judged(asOf: asOf) != contract.cover(on: day) { return "holder's cover" }
        if situation.holder[day].option != contract.option(on: day) { return "option" }
        if situation.holder.judgedPiece(around: day, asOf: asOf) != contract.cover.piece(around: day) { return "holder's run" }
        if situation.beneficiaries.map(\.id) != contract.beneficiaries.map(\.id) { return "beneficiaries" }
        for (line, beneficiary) in zip(situation.beneficiaries, contract.beneficiaries) {
            if line.relation != beneficiary.relation { return "relation" }
            if line.cover[day].judged(asOf: asOf) != contract.cover(of: beneficiary, on: day) { return "cover of \(line.id.bits)" }
            if line.cover.judgedPiece(around: day, asOf: asOf) != contract.cover(of: beneficiary).piece(around: day) {
                return "run of \(line.id.bits)"
            }
        }
        return nil
    }

    private func difference(_ liability: Situation.Liability, _ cotisation: Cotisation) -> String? {
        let decidedOn = cotisation.month.firstDay.adding(days: liability.dayOfMonth - 1)
        if decidedOn != cotisation.decidedOn { return "decided on \(decidedOn)" }
        if liability.standing != cotisation.standing { return "standing \(liability.standing)" }
        if liability.due != cotisation.due { return "due \(liability.due)" }
        if liability.collection != cotisation.collection { return "collection \(liability.collection)" }
        return liability.unconfirmed.names == cotisation.unconfirmed ? nil : "unconfirmed \(liability.unconfirmed)"
    }
}
