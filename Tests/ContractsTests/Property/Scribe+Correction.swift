extension Scribe {
    /// A correction: mostly some facts moved by a few days, and now and then another one besides.
    func correction(_ choices: inout Choices) -> ModelCommand {
        if choices.chance(25) { return .correct(rescind: [], commands: several(&choices)) }
        var rescinded: [Int] = []
        var told: [ModelCommand] = []
        for _ in 0..<choices.one(weighted: [(5, 1), (4, 2), (1, 3), (1, 0)]) {
            guard !known.events.isEmpty else { break }
            let mistake = choices.one(of: known.events)
            if !rescinded.contains(mistake.version) || choices.chance(20) { rescinded.append(mistake.version) }
            if choices.chance(85) { told.append(mistake.command.moved(by: choices.one(of: [1, -1, 2, -2, 0, 14]))) }
        }
        if choices.chance(5) { rescinded.append(choices.number(in: 0...contract.events.count + 2)) }
        if rescinded.isEmpty && told.isEmpty || choices.chance(25) {
            let other = single(&choices)
            if !other.isRescission { told.append(other) }
        }
        return .correct(rescind: rescinded, commands: told)
    }

    /// Facts told together, nothing being annulled: often an absence and its end, in either order.
    private func several(_ choices: inout Choices) -> [ModelCommand] {
        var told: [ModelCommand] = []
        for _ in 0..<choices.number(in: 1...2) {
            let one = single(&choices)
            if !one.isRescission { told.append(one) }
        }
        if told.isEmpty || choices.chance(60) {
            let day = day(&choices)
            told.insert(.suspend(effectiveOn: day, cause: .other, income: .none), at: 0)
            told.insert(.resume(effectiveOn: day.adding(days: choices.one(of: [1, 2, 20, 0]))), at: choices.number(in: 0...told.count))
        }
        return told
    }
}

extension ModelCommand {
    /// The same, told for another day; what is told of a month stays.
    func moved(by days: Int) -> ModelCommand {
        switch self {
        case .affiliate(var affiliation):
            affiliation.effectiveOn = affiliation.effectiveOn.adding(days: days)
            return .affiliate(affiliation)
        case .exempt(var exemption):
            exemption.effectiveOn = exemption.effectiveOn.adding(days: days)
            return .exempt(exemption)
        case .addBeneficiary(var joining):
            joining.effectiveOn = joining.effectiveOn.adding(days: days)
            return .addBeneficiary(joining)
        case .recordBeneficiaryStatus(let person, var status):
            status.from = status.from.adding(days: days)
            status.through = status.through.map { max($0, status.from) }
            return .recordBeneficiaryStatus(beneficiary: person, status: status)
        case .removeBeneficiary(let person, let day): return .removeBeneficiary(beneficiary: person, effectiveOn: day.adding(days: days))
        case .suspend(let day, let cause, let income): return .suspend(effectiveOn: day.adding(days: days), cause: cause, income: income)
        case .requestContinuation(let first, let sent):
            return .requestContinuation(suspensionFrom: first.adding(days: days), requestedOn: sent)
        case .endContinuation(let day): return .endContinuation(effectiveOn: day.adding(days: days))
        case .startTemporaryCessation(let day, let cause, let born):
            return .startTemporaryCessation(effectiveOn: day.adding(days: days), cause: cause, childBornOn: born)
        case .resume(let day): return .resume(effectiveOn: day.adding(days: days))
        case .endEmployment(let lastDay, let reason): return .endEmployment(lastDay: lastDay.adding(days: days), reason: reason)
        case .startPortability(var start):
            if let bulletin = start.bulletin { start.bulletin?.lastDay = bulletin.lastDay.adding(days: days) }
            return .startPortability(start)
        case .endPortability(let day, let reason): return .endPortability(effectiveOn: day.adding(days: days), reason: reason)
        case .changeOption(let day, let option): return .changeOption(effectiveOn: day.adding(days: days), option: option)
        case .declarePay(let day, let pay): return .declarePay(effectiveOn: day.adding(days: days), grossMonthlyPayCents: pay)
        case .changeEmployer(let day, let employer): return .changeEmployer(effectiveOn: day.adding(days: days), employer: employer)
        case .changeRemoteTransmission(let day, let isWanted):
            return .changeRemoteTransmission(effectiveOn: day.adding(days: days), remoteTransmission: isWanted)
        case .registerMandate(let day, let reference, let signedOn):
            return .registerMandate(effectiveOn: day.adding(days: days), mandateReference: reference, signedOn: signedOn)
        case .revokeMandate(let day, let reference): return .revokeMandate(effectiveOn: day.adding(days: days), mandateReference: reference)
        case .recordProof, .rescind, .correct: return self
        }
    }
}
