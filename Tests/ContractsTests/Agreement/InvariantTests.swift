import CivilTime
import Contracts
import Testing

/// What must hold of a contract whatever the rules say, on random lives.
@Suite struct InvariantTests {
    @Test(arguments: 21...22 as ClosedRange<UInt64>)
    func `facts of different days may be learnt in any order`(seed: UInt64) {
        check(runs: 150, seed: seed, { Retelling.draw(&$0) }) { retelling in
            objection {
                let life = retelling.life
                var original = try Witness(scheme: life.scheme)
                var retold = try Witness(scheme: life.scheme)
                for command in retelling.facts where original.submit(command, at: life.end).rule != nil { return nil }
                for command in retelling.retold where retold.submit(command, at: life.end).rule != nil { return nil }
                return try difference(
                    original.answers(on: life.daysToCompare, knownAt: life.end),
                    retold.answers(on: life.daysToCompare, knownAt: life.end))
            }
        }
    }

    @Test(arguments: 31...32 as ClosedRange<UInt64>)
    func `a rescission is lawful right after its fact, and restores every answer`(seed: UInt64) {
        check(runs: 60, seed: seed, { Life.draw(&$0) }) { life in
            objection {
                var witness = try Witness(scheme: life.scheme)
                var choices = Choices(seed: UInt64(life.steps.count))
                for step in life.steps {
                    let before = witness
                    guard case .accepted(let version) = witness.submit(step.command, at: step.at), version > 1 else { continue }
                    // After a correction its last fact alone may not be annulled: the others rest on it.
                    switch step.command {
                    case .rescind, .correct: continue
                    default: break
                    }
                    guard choices.chance(25) else { continue }
                    var rescinded = witness
                    let verdict = rescinded.submit(.rescind(version: version), at: step.at)
                    if verdict != .accepted(version: version + 1) { return "rescinding \(version): \(verdict)" }
                    let days = [life.dayToAsk(&choices), life.dayToAsk(&choices), life.dayToAsk(&choices)]
                    let change = try difference(
                        before.answers(on: days, knownAt: life.end), rescinded.answers(on: days, knownAt: life.end))
                    if let change { return "rescinding \(version): \(change)" }
                    // What was answered before stays answerable.
                    let held = try difference(
                        before.answers(on: days, knownAt: step.at.adding(microseconds: -1)),
                        rescinded.answers(on: days, knownAt: step.at.adding(microseconds: -1)))
                    if let held { return "rescinding \(version) changes what was known before it: \(held)" }
                }
                return nil
            }
        }
    }

    @Test(arguments: 41...42 as ClosedRange<UInt64>)
    func `timelines say day by day what the questions say`(seed: UInt64) {
        check(runs: 12, seed: seed, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                let life = inquiry.life
                let witness = try Witness(life: life)
                let instant = inquiry.questions.first?.knownAt ?? life.end
                guard let contract = try witness.contract(knownAt: instant), let first = life.days.min() else { return nil }
                let line = contract.line
                let people = contract.beneficiaries.map { ($0, contract.cover(of: $0), contract.eligibility(of: $0)) }
                var day = first.adding(days: -40).told
                for _ in 0..<900 {
                    if line[day].cover != contract.cover(on: day) { return "cover on \(day)" }
                    if line[day].option != contract.option(on: day) { return "option on \(day)" }
                    if contract.cover[day] != contract.cover(on: day) { return "cover's timeline on \(day)" }
                    for (person, cover, right) in people {
                        if cover[day] != contract.cover(of: person, on: day) { return "cover of \(person.id.bits) on \(day)" }
                        if right[day] != contract.isEligible(person, on: day) { return "right of \(person.id.bits) on \(day)" }
                    }
                    day = day.next
                }
                let runs = contract.cotisations
                if runs.first?.from != nil || runs.last?.through != nil { return "months before or after the runs of cotisation" }
                for month in Month(of: first.told).adding(-2)...Month(of: day) {
                    let run = runs.first { ($0.from ?? month) <= month && month <= ($0.through ?? month) }
                    if run?.due != contract.due(in: month) { return "due in \(month)" }
                }
                return nil
            }
        }
    }

    @Test(arguments: 51...52 as ClosedRange<UInt64>)
    func `what a command would change is what it changes`(seed: UInt64) {
        check(runs: 25, seed: seed, { Life.draw(&$0) }) { life in
            objection {
                var witness = try Witness(scheme: life.scheme)
                for (index, step) in life.steps.enumerated() {
                    let before = try Contract(events: witness.events, knownAt: step.at.told, schemes: witness.schemes)
                    guard case .accepted = witness.submit(step.command, at: step.at) else { continue }
                    let changes = before.changes(by: try before.decide(step.command.facts))
                    let after = try Contract(events: witness.events, knownAt: step.at.told, schemes: witness.schemes)
                    for day in life.days.map(\.told) {
                        let told = changes.cover.first { $0.beneficiary == nil && $0.period.contains(day) }
                        let cover = (before.cover(on: day), after.cover(on: day))
                        let isTold = cover.0 == cover.1 ? told == nil : told?.before == cover.0 && told?.after == cover.1
                        if !isTold { return "step \(index + 1): cover on \(day)" }
                        let month = Month(of: day)
                        let due = changes.cotisation.first { ($0.from ?? month) <= month && month <= ($0.through ?? month) }
                        let flows = (before.version == 0 ? .zero : before.due(in: month), after.due(in: month))
                        let isDue = flows.0 == flows.1 ? due == nil : due?.before == flows.0 && due?.after == flows.1
                        if !isDue { return "step \(index + 1): due in \(month)" }
                    }
                }
                return nil
            }
        }
    }

    @Test(arguments: 61...61 as ClosedRange<UInt64>)
    func `reasons name events that are known and count`(seed: UInt64) {
        check(runs: 80, seed: seed, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                let witness = try Witness(life: inquiry.life)
                for question in inquiry.questions {
                    guard let contract = try witness.contract(knownAt: question.knownAt) else { continue }
                    var annulled: Set<Int> = []
                    for event in contract.events {
                        if case .rescission(let rescission) = event.fact { annulled.insert(rescission.version) }
                    }
                    let day = question.on.told
                    let eligibility = contract.eligibility(on: day)
                    var answers = [
                        contract.coverReasons(on: day), contract.cotisation(of: Month(of: day)).because, eligibility.continuation.because,
                        eligibility.portability.because,
                    ]
                    for person in contract.beneficiaries {
                        answers += [contract.coverReasons(of: person, on: day), contract.rightReasons(of: person, on: day)]
                    }
                    for (index, reasons) in answers.enumerated() {
                        if reasons.isEmpty { return "\(question): answer \(index) has no reason" }
                        for reason in reasons {
                            guard let event = reason.event else { continue }
                            if event < 1 || event > contract.version || annulled.contains(event) { return "\(question): \(reason)" }
                        }
                    }
                }
                return nil
            }
        }
    }
}
