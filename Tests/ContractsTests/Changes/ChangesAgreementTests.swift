import CivilTime
import Contracts
import Testing

/// How two knowledges of random lives differ, against the naive model asked of both.
@Suite struct ChangesAgreementTests {
    /// A life known at two instants; `nil` where the contract was not known yet.
    private struct Pair {
        let models: (ModelHistory?, ModelHistory?)
        let contracts: (Contract?, Contract)
        let changes: Changes
    }

    private static func pairs(of inquiry: Inquiry) throws -> [Pair] {
        let model = inquiry.life.model
        let witness = try Witness(recorded: model.events, scheme: inquiry.life.scheme)
        let instants = inquiry.questions.map(\.knownAt).sorted() + [inquiry.life.end]
        return try zip(instants, instants.dropFirst()).prefix(4).compactMap { one, other -> Pair? in
            guard let after = try witness.contract(knownAt: other) else { return nil }
            let before = try witness.contract(knownAt: one)
            return Pair(
                models: (model.history(knownAt: one), model.history(knownAt: other)), contracts: (before, after),
                changes: after.changes(since: before))
        }
    }

    @Test(arguments: 201...202 as ClosedRange<UInt64>)
    func `what differs between two knowledges is what the model says differs, on every day asked`(seed: UInt64) {
        var met: [String: Int] = [:]
        check(runs: 60, seed: seed, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                for pair in try Self.pairs(of: inquiry) {
                    for day in inquiry.questions.prefix(8).map(\.on) {
                        let trouble = coverTrouble(pair, on: day, &met) ?? dueTrouble(pair, in: ModelMonth(containing: day), &met)
                        if let trouble = trouble ?? rightTrouble(pair, on: day, &met) { return "on \(day): \(trouble)" }
                    }
                }
                return nil
            }
        }
        for kind in ["cover", "cover of a beneficiary", "due", "continuation", "portability", "right of a beneficiary", "option"] {
            #expect(met[kind, default: 0] > 5, "\(kind) hardly ever differs: \(met)")
        }
    }

    private func coverTrouble(_ pair: Pair, on day: ModelDay, _ met: inout [String: Int]) -> String? {
        let (before, after) = (pair.models.0?.coverage(on: day), pair.models.1?.coverage(on: day))
        func trouble(of person: BeneficiaryID?, _ before: (ModelCover, ModelRun)?, _ after: (ModelCover, ModelRun)?) -> String? {
            let told = pair.changes.cover.filter { $0.beneficiary == person && $0.period.contains(day.told) }
            let (was, now) = (before?.0 ?? ModelCover.none, after?.0 ?? ModelCover.none)
            if was == now { return told.isEmpty ? nil : "\(told) told, and nothing differs" }
            met[person == nil ? "cover" : "cover of a beneficiary", default: 0] += 1
            guard told.count == 1, let told = told.first, ModelCover(told.before) == was, ModelCover(told.after) == now else {
                return "\(told) told of \(was) and \(now)"
            }
            let lastDays = [told.lastDayBefore.map { ModelDay($0) }, told.lastDayAfter.map { ModelDay($0) }]
            let expected = [before?.1.through, after?.1.through]
            return lastDays == expected ? nil : "last days \(lastDays), not \(expected)"
        }
        let holder = trouble(of: nil, before.map { ($0.holder, $0.run) }, after.map { ($0.holder, $0.run) })
        if let holder { return "holder: \(holder)" }
        let (people, others) = (before?.beneficiaries ?? [], after?.beneficiaries ?? [])
        for person in Set((people + others).map(\.beneficiary)) {
            let (one, other) = (people.first { $0.beneficiary == person }, others.first { $0.beneficiary == person })
            let found = trouble(of: person.id, one.map { ($0.cover, $0.run) }, other.map { ($0.cover, $0.run) })
            if let found { return "\(person): \(found)" }
        }
        let (option, other) = (before?.option, after?.option)
        let told = pair.changes.options.first { $0.period.contains(day.told) }
        guard let option, let other, option != other else { return told.map { "option: \($0) told" } }
        met["option", default: 0] += 1
        return told?.before == named(option) && told?.after == named(other) ? nil : "option: \(option), \(other)"
    }

    private func dueTrouble(_ pair: Pair, in month: ModelMonth, _ met: inout [String: Int]) -> String? {
        let (before, after) = (pair.models.0?.flows(in: month) ?? .zero, pair.models.1?.flows(in: month) ?? .zero)
        let told = pair.changes.cotisation.filter { ($0.from ?? month.told) <= month.told && month.told <= ($0.through ?? month.told) }
        if before == after { return told.isEmpty ? nil : "due: \(told) told, and nothing differs" }
        met["due", default: 0] += 1
        return told.map(\.before) == [before] && told.map(\.after) == [after] ? nil : "due: \(told) told of \(before) and \(after)"
    }

    private func rightTrouble(_ pair: Pair, on day: ModelDay, _ met: inout [String: Int]) -> String? {
        let (before, after) = (pair.models.0?.eligibility(on: day), pair.models.1?.eligibility(on: day))
        func trouble(_ right: RightChange.Right, _ name: String, _ was: Bool, _ now: Bool) -> String? {
            let told = pair.changes.rights.filter { $0.right == right && $0.period.contains(day.told) }
            if was != now { met[name, default: 0] += 1 }
            return told.map(\.came) == (was == now ? [] : [now]) ? nil : "\(name): \(told) told of \(was) and \(now)"
        }
        let people = Set(((before?.beneficiaries ?? []) + (after?.beneficiaries ?? [])).map(\.beneficiary))
        return trouble(.continuation, "continuation", before?.continuation.eligible ?? false, after?.continuation.eligible ?? false)
            ?? trouble(.portability, "portability", before?.portability.eligible ?? false, after?.portability.eligible ?? false)
            ?? people.compactMap { person in
                trouble(
                    .beneficiary(person.id), "right of a beneficiary",
                    before?.beneficiaries.first { $0.beneficiary == person }?.eligible ?? false,
                    after?.beneficiaries.first { $0.beneficiary == person }?.eligible ?? false)
            }.first
    }

    @Test func `what is to be settled is the sum of the months through one, as the model prices them`() {
        var settled = 0
        check(runs: 40, seed: 203, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                guard let first = inquiry.life.days.min(), let last = inquiry.life.days.max() else { return nil }
                for pair in try Self.pairs(of: inquiry).prefix(2) {
                    let through = ModelMonth(containing: last)
                    let settlements = pair.changes.settlements(through: through.told)
                    var sums: [Flow: Int] = [:]
                    // Affiliations begin with the scheme at the earliest, in May 2026.
                    var month = min(ModelMonth(containing: first).adding(-2), "2026-04")
                    while month <= through {
                        let (before, after) = (pair.models.0?.flows(in: month) ?? .zero, pair.models.1?.flows(in: month) ?? .zero)
                        for flow in Flow.allCases { sums[flow, default: 0] += (after[flow] - before[flow]).cents }
                        month = month.adding(1)
                    }
                    for flow in Flow.allCases {
                        let settlement = settlements.first { $0.flow == flow }
                        if settlement?.due.cents ?? 0 != sums[flow] { return "\(flow): \(settlement?.due.cents ?? 0), not \(sums)" }
                        if settlement?.due != .zero, settlement != nil { settled += 1 }
                        let runs = (settlement?.past ?? []) + (settlement?.ahead ?? [])
                        for run in runs where run.before == run.after { return "\(flow): \(run) is no difference" }
                        if settlement?.past.contains(where: { ($0.through ?? .calendar.upperBound) > through.told }) ?? false {
                            return "past"
                        }
                        if settlement?.ahead.contains(where: { ($0.from ?? through.told) <= through.told }) ?? false { return "ahead" }
                    }
                }
                return nil
            }
        }
        #expect(settled > 20)
    }

    @Test func `the deadlines told lead from those that waited to those that wait`() {
        var met = (came: 0, went: 0, moved: 0)
        check(runs: 150, seed: 204, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                for pair in try Self.pairs(of: inquiry) {
                    var waiting = pair.contracts.0.map { Self.waiting($0) } ?? []
                    for change in pair.changes.deadlines {
                        if change.before == change.after { return "\(change) is no change" }
                        if let before = change.before {
                            guard waiting.remove(Line(change, before)) != nil else { return "\(change) did not wait" }
                        }
                    }
                    for change in pair.changes.deadlines {
                        if let after = change.after, !waiting.insert(Line(change, after)).inserted { return "\(change) waited already" }
                        switch (change.before, change.after) {
                        case (nil, _): met.came += 1
                        case (_, nil): met.went += 1
                        default: met.moved += 1
                        }
                    }
                    if waiting != Self.waiting(pair.contracts.1) { return "other deadlines wait" }
                }
                return nil
            }
        }
        #expect(met.came > 50 && met.went > 50 && met.moved > 3, "\(met)")
    }

    private struct Line: Hashable {
        let kind: Deadline.Kind
        let beneficiary: BeneficiaryID?
        let dueOn: Day
        let work: WorkKind

        init(_ change: DeadlineChange, _ waiting: DeadlineChange.Waiting) {
            (kind, beneficiary, dueOn, work) = (change.kind, change.beneficiary, waiting.dueOn, waiting.work)
        }

        init?(_ deadline: Deadline, asOf: Day) {
            guard let work = deadline.judged(asOf: asOf)?.kind else { return nil }
            (kind, beneficiary, dueOn, self.work) = (deadline.kind, deadline.beneficiary, deadline.dueOn, work)
        }
    }

    private static func waiting(_ contract: Contract) -> Set<Line> {
        Set(contract.situation.deadlines.compactMap { Line($0, asOf: contract.asOf) })
    }
}

extension ModelHistory {
    /// What a month comes to, in the domain's words.
    fileprivate func flows(in month: ModelMonth) -> Flows {
        let answer = cotisation(of: month)
        return Flows(
            employerToInsurer: Money(cents: answer.employerToInsurerCents), agentToInsurer: Money(cents: answer.agentToInsurerCents),
            employerToAgent: Money(cents: answer.employerToAgentCents))
    }
}
