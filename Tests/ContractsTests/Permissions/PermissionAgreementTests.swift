import CivilTime
import Contracts
import Testing

/// What is said to be allowed or forbidden on a day, against what the model decides of many bodies.
@Suite struct PermissionAgreementTests {
    /// A life, a day to ask about, and bodies from elsewhere to try on that day.
    private struct Asked: CustomStringConvertible {
        var life: Life
        var day: ModelDay
        var bodies: [ModelCommand]

        var description: String { "\(life)\non \(day)" }

        static func draw(_ choices: inout Choices) -> Asked {
            let life = Life.draw(&choices, atMost: 24)
            let day = choices.chance(70) ? choices.one(of: life.days) : life.dayToAsk(&choices)
            let own = life.steps.flatMap(\.command.parts).compactMap { $0.told(on: day) }
            return Asked(life: life, day: day, bodies: own + ModelCommand.bodies(on: day))
        }
    }

    @Test(arguments: 221...222 as ClosedRange<UInt64>)
    func `what is tried is decided alike by the model, and what is forbidden the model refuses whatever the body`(seed: UInt64) {
        var met: [String: Int] = [:]
        check(runs: 100, seed: seed, { Asked.draw(&$0) }) { asked in
            objection {
                let witness = try Witness(recorded: asked.life.model.events, scheme: asked.life.scheme)
                let contract = try Contract(events: witness.events, knownAt: asked.life.end.told, schemes: witness.schemes)
                let permissions = contract.permissions(on: asked.day.told)
                if permissions.map(\.kind) != FactKind.allCases { return "other kinds" }
                for permission in permissions {
                    if let trouble = trouble(permission, asked, &met) { return "\(permission.kind): \(trouble)" }
                }
                return nil
            }
        }
        for kind in FactKind.allCases {
            #expect(met["\(kind) accepted", default: 0] > 0 && met["\(kind) forbidden", default: 0] > 0, "\(kind): \(met)")
        }
    }

    private func trouble(_ permission: Permission, _ asked: Asked, _ met: inout [String: Int]) -> String? {
        func verdict(_ command: ModelCommand) -> ModelContract.Verdict {
            var model = asked.life.model
            return model.submit(command, at: asked.life.end)
        }
        if permission.trials.isEmpty { return "nothing tried" }
        for trial in permission.trials {
            guard let command = ModelCommand(trial) else { return "\(trial.fact) was tried" }
            let decided = verdict(command)
            let isAlike =
                switch (trial.outcome, decided) {
                case (.accepted, .accepted), (.known, .unchanged): true
                case (.refused(let refusal), .refused(let rule)): refusal.rule.id == rule.rawValue
                default: false
                }
            if !isAlike { return "\(trial.outcome) for \(command), model \(decided)" }
        }
        guard case .forbidden(let refusal) = permission.verdict else {
            met["\(permission.kind) accepted", default: 0] += 1
            return nil
        }
        met["\(permission.kind) forbidden", default: 0] += 1
        let rules = Set(
            permission.trials.compactMap { trial -> Rule? in
                if case .refused(let refusal) = trial.outcome { refusal.rule } else { nil }
            })
        if !rules.contains(refusal.rule) { return "forbidden by \(refusal.rule)" }
        for body in asked.bodies where body.fact.kind == permission.kind {
            let decided = verdict(body)
            // A proof that is on record already is no error, wherever its month lies.
            if decided == .unchanged { continue }
            guard let rule = decided.rule else { return "forbidden, and the model accepts \(body)" }
            if !rules.map(\.id).contains(rule.rawValue), !rule.mayFindBodyAtFault {
                return "forbidden by \(rules), and the model refuses \(body) by \(rule.rawValue)"
            }
        }
        return nil
    }

    @Test func `a correction may be told when the model accepts one of the facts tried`() {
        check(runs: 100, seed: 224, { Asked.draw(&$0) }) { asked in
            objection {
                let witness = try Witness(recorded: asked.life.model.events, scheme: asked.life.scheme)
                let contract = try Contract(events: witness.events, knownAt: asked.life.end.told, schemes: witness.schemes)
                let permissions = contract.permissions(on: asked.day.told)
                let refusal = contract.refusalOfCorrection(given: permissions)
                let corrections = permissions.flatMap(\.trials).compactMap { ModelCommand($0) }.map { command -> ModelCommand in
                    if case .rescind(let version) = command { return .correct(rescind: [version], commands: []) }
                    return .correct(rescind: [], commands: [command])
                }
                let isAccepted = corrections.contains { correction in
                    var model = asked.life.model
                    return if case .accepted = model.submit(correction, at: asked.life.end) { true } else { false }
                }
                return isAccepted == (refusal == nil) ? nil : "\(refusal.map { "\($0)" } ?? "allowed")"
            }
        }
    }
}

extension ModelRule {
    /// Whether a body may break it whatever the contract is, or by naming a person, an employment or an absence that there is not.
    fileprivate var mayFindBodyAtFault: Bool {
        switch self {
        case .schemeUnknown, .affiliationBeforeEmployment, .affiliationBeforeScheme, .absenceClassification, .absenceChildBirthDateMissing,
            .absenceChildTooOld, .portabilityBulletinMissing, .portabilityNotificationMissing, .portabilityRetired, .beneficiaryUnknown,
            .beneficiaryContradicting, .beneficiaryNotEligible, .beneficiaryAlreadyEnrolled, .mandateUnknown, .proofOutsideWindow,
            .proofConflicting, .rescissionTarget, .rescissionAlreadyRescinded, .portabilityEmploymentNotEnded, .continuationNoSuspension:
            true
        default: false
        }
    }
}
