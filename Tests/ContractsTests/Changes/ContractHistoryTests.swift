import CivilTime
import ContractTesting
import Contracts
import Testing

/// One list of facts, and what each of them changed when it was told.
@Suite struct ContractHistoryTests {
    @Test(arguments: 211...212 as ClosedRange<UInt64>)
    func `what each fact changed is what the contract of that instant says it would change`(seed: UInt64) {
        var (facts, corrections) = (0, 0)
        check(runs: 60, seed: seed, { Life.draw(&$0) }) { life in
            objection {
                let witness = try Witness(recorded: life.model.events, scheme: life.scheme)
                let history = try ContractHistory(witness.events, schemes: witness.schemes)
                guard let last = witness.events.last?.version else { return nil }
                let told = history.changes(toldBy: 1...last)
                if told.flatMap(\.facts) != witness.events { return "other facts" }
                var place = 0
                for step in told {
                    let instant = step.facts[0].recordedAt
                    let before = try Contract(events: Array(witness.events[..<place]), knownAt: instant, schemes: witness.schemes)
                    place += step.facts.count
                    let after = try Contract(events: Array(witness.events[..<place]), knownAt: instant, schemes: witness.schemes)
                    if step.changes != after.changes(since: before) { return "at version \(place): not as folded anew" }
                    if step.changes != before.changes(by: step.facts.map(\.fact)) { return "at version \(place): not as foreseen" }
                    facts += step.facts.count
                    if step.facts.count > 1 { corrections += 1 }
                }
                return nil
            }
        }
        #expect(facts > 300 && corrections > 0)
    }

    @Test func `some of the facts are told as all of them are`() {
        check(runs: 60, seed: 213, { (Life.draw(&$0), $0.number(in: 1...12), $0.number(in: 0...12)) }) { life, first, count in
            objection {
                let witness = try Witness(recorded: life.model.events, scheme: life.scheme)
                let history = try ContractHistory(witness.events, schemes: witness.schemes)
                let all = history.changes(toldBy: 1...1_000)
                let some = history.changes(toldBy: first...(first + count))
                let expected = all.filter { step in step.facts.contains { (first...(first + count)).contains($0.version) } }
                return some.map(\.changes) == expected.map(\.changes) ? nil : "facts \(first) to \(first + count)"
            }
        }
    }

    @Test func `the contract is the same as one folded for the instant or the version`() {
        check(runs: 40, seed: 214, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                let witness = try Witness(recorded: inquiry.life.model.events, scheme: inquiry.life.scheme)
                let history = try ContractHistory(witness.events, schemes: witness.schemes)
                for question in inquiry.questions {
                    let known = history.contract(knownAt: question.knownAt.told)
                    let expected = try witness.contract(knownAt: question.knownAt)
                    if known?.events != expected?.events || known?.situation != expected?.situation { return "\(question)" }
                    guard let version = question.version else { continue }
                    if try history.contract(atVersion: version)?.situation != witness.contract(atVersion: version)?.situation {
                        return "\(question)"
                    }
                }
                return nil
            }
        }
    }

    @Test func `time that passed before a fact is no change by the fact`() throws {
        // September's proof fell overdue, and a tariff was corrected, before the mandate was told.
        var events = try Tale([.affiliate(), .end("2026-08-31"), .portability("2026-08-31"), .mandate("2026-12-01")]).events
        let instants = ["2026-05-01T09:00:00Z", "2026-08-20T09:00:00Z", "2026-09-02T09:00:00Z", "2027-03-01T09:00:00Z"]
        events = try zip(events, instants).map { event, at in
            RecordedFact(version: event.version, recordedAt: try #require(Instant(at)), fact: event.fact)
        }
        let history = try ContractHistory(events, schemes: Schemes([try ModelScheme.corrected.scheme()]))
        let told = history.changes(toldBy: 1...4)
        #expect(told.last?.changes.isEmpty == true && told[1].changes.cover.count == 1)
        #expect(told[1].summary.due == .zero && told[1].summary.changesLaterMonths)
    }

    @Test func `a history without facts, or with a scheme that is not there, has nothing to tell`() throws {
        let tale = try Tale([.affiliate()])
        let empty = try ContractHistory([], schemes: tale.schemes)
        #expect(empty.changes(toldBy: 1...9).isEmpty && empty.contract(knownAt: tale.knownAt) == nil && empty.contract(atVersion: 1) == nil)
        #expect(throws: Refusal(.schemeUnknown)) { try ContractHistory(tale.events, schemes: Schemes([])) }
    }

    @Test func `the facts of a correction change something together, asked for by any of them`() throws {
        let facts: [Fact] = [.affiliate(), .unpaid("2026-09-01"), .rescind(2), .unpaid("2026-10-01"), .mandate("2026-12-01")]
        let instants = [
            "2026-05-01T09:00:00Z", "2026-08-20T09:00:00Z", "2026-08-21T09:00:00Z", "2026-08-21T09:00:00Z", "2026-08-22T09:00:00Z",
        ]
        let events = try zip(try Tale(facts).events, instants).map { event, at in
            RecordedFact(version: event.version, recordedAt: try #require(Instant(at)), fact: event.fact)
        }
        let history = try ContractHistory(events, schemes: try Tale(facts).schemes)
        #expect(history.changes(toldBy: 1...5).map { $0.facts.map(\.version) } == [[1], [2], [3, 4], [5]])
        for version in 3...4 {
            let steps = history.changes(toldBy: version...version)
            // The absence began a month later: September is covered, and nothing else differs.
            #expect(steps.count == 1 && steps[0].changes.cover.map(\.period) == [Period(from: day("2026-09-01"), until: day("2026-10-01"))])
        }
    }

    @Test func `each annulled fact is named with the rescission that annuls it`() throws {
        let contract = try Tale([.affiliate(), .unpaid("2026-09-01"), .rescind(2), .paid("2026-09-01")]).contract()
        #expect(contract.rescissions == [2: 3])
    }
}
