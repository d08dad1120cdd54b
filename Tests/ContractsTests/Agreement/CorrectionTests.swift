import CivilTime
import Contracts
import Testing

/// A mistake put right in one step, against the history in which it was never made.
@Suite struct CorrectionTests {
    /// A life, a correction told at its end, and the facts that count after it.
    struct Amended: CustomStringConvertible {
        var life: Life
        var correction: ModelCommand
        /// As if nobody had made a mistake.
        var facts: [ModelCommand]

        var description: String { "\(life)\n\(correction)" }

        static func draw(_ choices: inout Choices) -> Amended {
            let life = Life.draw(&choices, atMost: 20)
            let inForce = life.known.events
            var (rescinded, told): ([Int], [ModelCommand]) = ([], [])
            for event in inForce where choices.chance(20) {
                rescinded.append(event.version)
                if choices.chance(85) { told.append(event.command.moved(by: choices.one(of: [1, -1, 2, -2, 0, 7]))) }
            }
            return Amended(
                life: life, correction: .correct(rescind: rescinded, commands: told),
                facts: inForce.filter { !rescinded.contains($0.version) }.map(\.command) + told)
        }
    }

    @Test(arguments: 101...104 as ClosedRange<UInt64>)
    func `a correction equals the history in which the mistake was never made, on every day`(seed: UInt64) {
        check(runs: 250, seed: seed, { Amended.draw(&$0) }) { amended in
            objection {
                let life = amended.life
                var witness = try Witness(life: life)
                let before = witness.events
                guard case .accepted = witness.submit(amended.correction, at: life.end) else {
                    return witness.events == before ? nil : "a refused correction leaves something"
                }
                // With nothing that opens it, there would be no contract.
                guard amended.facts.contains(where: \.fact.mayOpenContract) else { return nil }
                let told = amended.facts.enumerated().map { ModelEvent(version: $0 + 1, recordedAt: life.end, command: $1) }
                let never = try Witness(recorded: told, scheme: life.scheme)
                let days = life.daysToCompare
                let change = try difference(never.answers(on: days, knownAt: life.end), witness.answers(on: days, knownAt: life.end))
                if let change { return change }
                guard let right = try never.contract(knownAt: life.end), let put = try witness.contract(knownAt: life.end) else {
                    return "only one of both is known"
                }
                if right.line != put.line { return "timeline" }
                if right.cotisations.map(\.due) != put.cotisations.map(\.due) { return "cotisations" }
                if right.cotisations.map(\.from) != put.cotisations.map(\.from) { return "months of cotisations" }
                for person in right.beneficiaries {
                    let other = put.beneficiaries.first { $0.id == person.id }
                    if other.map(put.cover(of:)) != right.cover(of: person) { return "timeline of \(person.id.bits)" }
                }
                // What was known before stays what it was.
                let eve = life.end.adding(microseconds: -1)
                return try difference(
                    Witness(life: life).answers(on: days, knownAt: eve), witness.answers(on: days, knownAt: eve))
            }
        }
    }

    @Test func `many corrections of random lives are accepted`() {
        var (accepted, refused) = (0, 0)
        for seed in 1...200 as ClosedRange<UInt64> {
            var choices = Choices(seed: seed)
            let amended = Amended.draw(&choices)
            var model = amended.life.model
            if model.submit(amended.correction, at: amended.life.end).rule == nil { accepted += 1 } else { refused += 1 }
        }
        #expect(accepted >= 40 && refused >= 40, "\(accepted) accepted, \(refused) refused")
    }

    @Test func `a leave is moved by two days with the return that closed it, which no single step can do`() throws {
        let tale = try Tale([.affiliate(), .unpaid("2026-09-01"), .resume("2026-09-02"), .unpaid("2026-09-10")])
        let contract = try tale.contract()
        let moved: [Fact] = [.rescind(2), .rescind(3), .unpaid("2026-08-30"), .resume("2026-09-03")]
        #expect(throws: Refusal(.resumptionNothingToResume, conflictsWith: 3, makesUnlawful: true, field: .version)) {
            try contract.decide([.rescind(2)])
        }
        #expect(try contract.decide(moved) == moved)
        let changes = contract.changes(by: moved).cover.map {
            "\($0.period.from.map { "\($0)" } ?? "") \($0.before.state) \($0.after.state)"
        }
        #expect(changes == ["2026-08-30 covered suspended", "2026-09-02 covered suspended"])
    }

    @Test func `transitions may be told in any order, since they are judged at the end`() throws {
        let contract = try Tale([.affiliate()]).contract()
        let unpaid = Fact.unpaid("2026-09-01")
        #expect(try contract.decide([.resume("2026-09-05"), unpaid]).count == 2)
        #expect(try contract.decide([.resume("2026-09-05"), .option("2026-10-01"), unpaid]).count == 3)
        #expect(throws: Refusal(.resumptionNothingToResume, conflictsWith: 1, field: .effectiveOn)) {
            try contract.decide([.resume("2026-09-05"), .option("2026-10-01")])
        }
        #expect(throws: Refusal(.resumptionNothingToResume, conflictsWith: 1, field: .effectiveOn)) {
            try contract.decide([.resume("2026-09-05"), .paid("2026-09-10")])
        }
    }

    @Test func `an attached fact is checked on what stands before it in the list`() throws {
        let contract = try Tale([.affiliate(), .unpaid("2026-09-01")]).contract()
        let rescind = Fact.rescind(2)
        let request = Fact.continuation("2026-09-03", sent: "2026-09-20")
        #expect(try contract.decide([rescind, .unpaid("2026-09-03"), request]).count == 3)
        #expect(throws: Refusal(.continuationNoSuspension, conflictsWith: 1, field: .suspensionFrom, entry: 1)) {
            try contract.decide([rescind, request, .unpaid("2026-09-03")])
        }
    }

    @Test func `two partners on one day are refused at the end, not on the way`() throws {
        let other = BeneficiaryID(bits: 3)
        let family: [Fact] = [
            .affiliate(), .partner("2026-05-01"), .remove(Fact.partner, "2026-06-01"), .partner("2026-06-01", other),
        ]
        let contract = try Tale(family).contract()
        let overlapping = Refusal(.beneficiaryPartnerExists, conflictsWith: 4, makesUnlawful: true, field: .version)
        #expect(throws: overlapping) { try contract.decide([.rescind(3)]) }
        #expect(try contract.decide([.rescind(3), .remove(Fact.partner, "2026-05-20")]).count == 2)
        #expect(try contract.decide([.rescind(3), .rescind(4)]).count == 2)
        #expect(throws: overlapping) { try contract.decide([.rescind(3), .remove(Fact.partner, "2026-06-02")]) }
        // The rule of a transition comes before.
        let away = try Tale(family + [.unpaid("2026-09-01"), .resume("2026-10-01")]).contract()
        #expect(throws: Refusal(.resumptionNothingToResume, conflictsWith: 6, makesUnlawful: true, field: .version, entry: 1)) {
            try away.decide([.rescind(3), .rescind(5)])
        }
    }

    @Test func `what is known already is not recorded, and its place counts`() throws {
        let contract = try Tale([.affiliate(), .end("2026-08-31"), .portability("2026-08-31"), .proof("2026-09")]).contract()
        #expect(try contract.decide([.proof("2026-09"), .proof("2026-10"), .proof("2026-10")]) == [.proof("2026-10")])
        #expect(try contract.decide([.proof("2026-09"), .proof("2026-09")]).isEmpty)
        #expect(throws: Refusal(.employmentNotEmployed, conflictsWith: 3, field: .effectiveOn, entry: 2)) {
            try contract.decide([.proof("2026-09"), .proof("2026-10"), .unpaid("2026-09-15")])
        }
        #expect(throws: Refusal(.employmentNotEmployed, conflictsWith: 3, field: .effectiveOn, entry: 1)) {
            try contract.decide([.proof("2026-09"), .unpaid("2026-09-15"), .proof("2026-10")])
        }
    }

    @Test func `a fact of the correction itself is no recorded one`() throws {
        let contract = try Tale([.affiliate()]).contract()
        #expect(throws: Refusal(.absenceAlreadyOpen, field: .effectiveOn, entry: 1)) {
            try contract.decide([.unpaid("2026-09-01"), .unpaid("2026-09-05")])
        }
        #expect(throws: Refusal(.absenceAlreadyOpen, field: .effectiveOn, entry: 0)) {
            try contract.decide([.unpaid("2026-09-05"), .unpaid("2026-09-01")])
        }
        #expect(throws: Refusal(.rescissionAlreadyRescinded, field: .version, entry: 1)) {
            try contract.decide([.rescind(1), .rescind(1)])
        }
        #expect(throws: Refusal(.rescissionTarget, field: .version, entry: 1)) { try contract.decide([.rescind(1), .rescind(2)]) }
    }
}
