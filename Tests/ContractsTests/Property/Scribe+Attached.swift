extension Scribe {
    /// A fact beside the transitions, or a rescission.
    func attached(_ choices: inout Choices) -> ModelCommand {
        let hasSuspension = known.transitions.contains { $0.standing == .suspended }
        let isContinued = known.transitions.contains { known.isContinued(on: $0.day) }
        let hasPeople = !known.people.isEmpty
        let joinings =
            switch theme {
            case .anything, .absence: 7
            case .portability: 14
            case .family: 40
            }
        let kinds: [(Int, Kind)] = [
            (joinings, .joining), (hasPeople ? 4 : 1, .status), (hasPeople ? 5 : 1, .removal),
            (hasSuspension ? theme == .absence ? 20 : 8 : 1, .request), (isContinued ? 12 : 1, .requestEnd),
            (known.hasPortability ? 16 : 1, .proof), (3, .option), (2, .pay), (1, .employer), (1, .remote), (2, .mandate), (2, .revocation),
            (4, .rescission),
        ]
        let day = day(&choices)
        switch choices.one(weighted: kinds) {
        case .joining: return joining(on: day, &choices)
        case .status: return .recordBeneficiaryStatus(beneficiary: person(&choices), status: status(near: day, &choices))
        case .removal: return .removeBeneficiary(beneficiary: person(&choices), effectiveOn: day)
        case .request: return request(near: day, &choices)
        case .requestEnd: return requestEnd(near: day, &choices)
        case .proof: return proof(near: day, &choices)
        case .option: return .changeOption(effectiveOn: day, option: choices.one(of: ModelOption.allCases))
        case .pay: return .declarePay(effectiveOn: day, grossMonthlyPayCents: choices.one(of: [300_000, 98_765, 405_555, 450_000]))
        case .employer: return .changeEmployer(effectiveOn: day, employer: choices.one(of: ["0690002B", "0130003C"]))
        case .remote: return .changeRemoteTransmission(effectiveOn: day, remoteTransmission: choices.chance(50))
        case .mandate: return .registerMandate(effectiveOn: day, mandateReference: choices.one(of: ["RUM-1", "RUM-2"]), signedOn: day)
        case .revocation: return .revokeMandate(effectiveOn: day, mandateReference: choices.one(of: ["RUM-1", "RUM-2"]))
        case .rescission: return .rescind(version: choices.number(in: 0...contract.events.count + (choices.chance(4) ? 1 : 0)))
        }
    }

    private enum Kind {
        case joining, status, removal, request, requestEnd, proof, option, pay, employer, remote, mandate, revocation, rescission
    }

    /// Mostly one who is enrolled.
    private func person(_ choices: inout Choices) -> ModelPerson {
        let enrolled = known.people
        return enrolled.isEmpty || choices.chance(10) ? choices.number(in: 1...people.count) : choices.one(of: enrolled)
    }

    private func joining(on day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        let number = choices.number(in: 1...people.count)
        var joining = ModelCommand.Joining(
            beneficiary: number, relation: people[number - 1].relation, bornOn: people[number - 1].bornOn, effectiveOn: day)
        if choices.chance(10) { joining.relation = choices.one(of: ModelRelation.allCases) }
        if choices.chance(8) { joining.bornOn = joining.bornOn.next }
        if choices.chance(6) { joining.fiscallyDependent = false }
        if choices.chance(joining.relation.isPartner ? 5 : 35) { joining.status = status(near: day, &choices) }
        return .addBeneficiary(joining)
    }

    private func status(near day: ModelDay, _ choices: inout Choices) -> ModelCommand.Status {
        let from = choices.chance(70) ? day.adding(days: choices.one(of: [0, -1, -30, -200, 1])) : self.day(&choices)
        var status = ModelCommand.Status(
            kind: choices.one(weighted: [(4, .student), (1, .apprentice), (1, .jobSeeker), (3, .disabled)]), from: from)
        if choices.chance(70) { status.through = max(from, choices.one(of: [self.day(&choices), day.adding(months: 6)])) }
        if status.kind == .disabled {
            status.cdaph = choices.one(weighted: [(4, true), (1, false), (1, nil)])
            status.evidence = choices.one(weighted: [(2, .cmiInvalidity), (1, .aeeh), (1, .aah), (1, nil)])
        }
        return status
    }

    private func request(near day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        let absences = known.transitions.filter { $0.standing == .suspended }.map(\.day)
        let from = absences.isEmpty || choices.chance(10) ? day : choices.one(of: absences)
        return .requestContinuation(
            suspensionFrom: from, requestedOn: from.adding(days: choices.one(of: [0, 10, 14, 15, 16, 29, 30, 31, -3])))
    }

    private func requestEnd(near day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        var requested: [ModelDay] = []
        for event in known.events {
            if case .requestContinuation(let from, _) = event.command { requested.append(from) }
        }
        guard !requested.isEmpty, choices.chance(70) else { return .endContinuation(effectiveOn: day) }
        return .endContinuation(effectiveOn: choices.one(of: requested).adding(days: choices.one(of: [30, 13, 3, 1, 0, -1])))
    }

    private func proof(near day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        if choices.chance(8), !known.proofs.isEmpty { return .recordProof(choices.one(of: known.proofs)) }
        let days = known.portabilities.flatMap(\.days)
        let touched = days.isEmpty || choices.chance(7) ? day : choices.one(of: days)
        let month = ModelMonth(containing: touched).adding(choices.chance(5) ? choices.number(in: -1...1) : 0)
        if choices.chance(60) { return .recordProof(ModelCommand.Proof(month: month, compensated: true)) }
        let lostOn = choices.one(of: [touched, touched, month.firstDay, month.lastDay, month.lastDay.next])
        return .recordProof(ModelCommand.Proof(month: month, compensated: false, lostOn: lostOn))
    }
}
