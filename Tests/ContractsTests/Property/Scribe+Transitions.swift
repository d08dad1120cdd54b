extension Scribe {
    /// A transition that the standing of its day allows, as far as that standing goes.
    func fittingTransition(_ choices: inout Choices) -> ModelCommand {
        let day = day(&choices)
        if choices.chance(35), let ended = daysAfterEmployment.last { return startPortability(near: ended.previous, &choices) }
        let standing = known.standing(on: day)
        if standing.isEmployed && choices.chance(50) {
            switch theme {
            case .anything, .family: break
            case .portability:
                // Often learnt late: who joined after it is left behind.
                let joined = known.persons.values.flatMap(\.moves).map(\.day).max()
                let lastDay = choices.chance(30) ? (joined ?? day).adding(days: -1 - choices.number(below: 2)) : day
                return .endEmployment(lastDay: lastDay, reason: .endOfContract)
            case .absence:
                return standing == .active
                    ? .suspend(effectiveOn: day, cause: .personalConvenience, income: .none) : .resume(effectiveOn: day)
            }
        }
        switch standing {
        case .outside:
            return choices.chance(80) ? affiliate(on: day, &choices) : exempt(on: day, &choices)
        case .exempt:
            let kind = choices.number(below: 8)
            if kind < 3 { return affiliate(on: day, &choices) }
            return kind < 6 ? exempt(on: day, &choices) : endEmployment(on: day, &choices)
        case .active, .paidAbsence, .suspended, .temporaryCessation:
            let kind = choices.number(below: 14)
            if kind < 5 && standing != .active { return .resume(effectiveOn: day) }
            if kind < 7 { return suspend(on: day, &choices) }
            if kind < 9 { return temporaryCessation(on: day, &choices) }
            return kind < 13 ? endEmployment(on: day, &choices) : exempt(on: day, &choices)
        case .ended:
            let kind = choices.number(below: 10)
            if kind < 7 { return startPortability(near: day, &choices) }
            return kind < 9 ? affiliate(on: day, &choices) : exempt(on: day, &choices)
        case .portability:
            let kind = choices.number(below: 10)
            if kind < 5 { return endPortability(on: day, &choices) }
            return kind < 8 ? affiliate(on: day, &choices) : exempt(on: day, &choices)
        }
    }

    /// The first days after an employment, no portability there yet.
    private var daysAfterEmployment: [ModelDay] {
        known.transitions.map(\.day).filter { known.standing(on: $0) == .ended && known.isCoveredInEmployment(on: $0.previous) }
    }

    func anyTransition(on day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        switch choices.number(below: 8) {
        case 0: affiliate(on: day, &choices)
        case 1: exempt(on: day, &choices)
        case 2: suspend(on: day, &choices)
        case 3: temporaryCessation(on: day, &choices)
        case 4: .resume(effectiveOn: day)
        case 5: endEmployment(on: day, &choices)
        case 6: startPortability(near: day, &choices)
        default: endPortability(on: day, &choices)
        }
    }

    func affiliate(on day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        var affiliation = ModelCommand.Affiliation(effectiveOn: day)
        affiliation.option = choices.one(of: ModelOption.allCases)
        affiliation.grossMonthlyPayCents = choices.one(of: [250_000, 125_000, 500_000, 187_654, 400_500, 0])
        affiliation.employmentKind = choices.one(of: ModelEmploymentKind.allCases)
        if choices.chance(20) { affiliation.employmentStartedOn = choices.one(of: [day, day, day.previous, day.next]) }
        if choices.chance(20) { affiliation.employmentEndsOn = self.day(&choices) }
        if choices.chance(2) { affiliation.scheme = "unheard-of" }
        if choices.chance(3) { affiliation.effectiveOn = choices.one(of: ["2026-04-30", "2026-05-01", "2026-04-01"]) }
        return .affiliate(affiliation)
    }

    func exempt(on day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        var exemption = ModelCommand.Exemption(
            effectiveOn: day,
            ground: choices.one(weighted: [
                (4, .individualContract), (2, .stateComplementaryCover), (1, .fixedTermWithCover), (1, .otherCollectiveCover),
            ]))
        if choices.chance(40) { exemption.through = max(day, self.day(&choices)) }
        if choices.chance(2) { exemption.scheme = "unheard-of" }
        return .exempt(exemption)
    }

    func suspend(on day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        let causes: [ModelCause] = choices.chance(5) ? ModelCause.closedList : [.personalConvenience, .sickLeave, .other, .studies]
        let income = choices.one(weighted: [
            (5, ModelIncome.none), (2, .salary), (1, .employerFundedDailyAllowance), (1, .replacementIncome),
        ])
        return .suspend(effectiveOn: day, cause: choices.one(of: causes), income: income)
    }

    func temporaryCessation(on day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        let cause = choices.one(weighted: [
            (4, ModelCause.parentalLeave), (2, .familyCaregiverLeave), (4, .childUnder12Availability),
            (1, choices.one(of: ModelCause.closedList)),
        ])
        guard cause == .childUnder12Availability ? choices.chance(90) : choices.chance(10) else {
            return .startTemporaryCessation(effectiveOn: day, cause: cause, childBornOn: nil)
        }
        let born = day.adding(months: -12 * choices.one(of: [12, 12, 3])).adding(days: choices.number(in: -1...2))
        return .startTemporaryCessation(effectiveOn: day, cause: cause, childBornOn: born)
    }

    func endEmployment(on day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        let reason = choices.one(weighted: [
            (8, ModelEndReason.endOfContract), (1, .retirement), (1, .death), (2, choices.one(of: ModelEndReason.allCases)),
        ])
        return .endEmployment(lastDay: choices.chance(60) ? day : day.previous, reason: reason)
    }

    func startPortability(near day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        var ends: [ModelDay] = []
        for event in known.events {
            if case .endEmployment(let lastDay, _) = event.command { ends.append(lastDay) }
        }
        let lastDay = ends.isEmpty || ends.contains(day) || choices.chance(7) ? day : choices.one(of: ends)
        var start = ModelCommand.PortabilityStart(retired: choices.chance(3))
        if !choices.chance(3) {
            start.bulletin = ModelCommand.Bulletin(lastDay: lastDay, activityPeriods: activityPeriods(until: lastDay, &choices))
        }
        if !choices.chance(4) {
            start.notification = ModelCommand.Notification(opensOn: lastDay.next)
            if choices.chance(25) {
                start.notification?.benefitThrough = lastDay.adding(days: choices.one(of: [45, 200, 10, 1, 0, -1, -40]))
            }
        }
        return .startPortability(start)
    }

    private func activityPeriods(until lastDay: ModelDay, _ choices: inout Choices) -> [ModelCommand.Activity] {
        var through = choices.chance(85) ? lastDay : lastDay.adding(days: choices.number(in: -20...20))
        var periods: [ModelCommand.Activity] = []
        for _ in 0..<choices.one(weighted: [(6, 1), (3, 2), (1, 3)]) {
            let months = choices.one(weighted: [(4, 4), (2, 1), (2, 2), (2, 6), (1, 0), (1, 11), (1, 12), (1, 13)])
            let from = through.next.adding(months: -months).adding(days: choices.one(weighted: [(4, 0), (1, 1), (1, -1), (1, -9)]))
            periods.append(ModelCommand.Activity(from: min(from, through), through: through))
            through = min(from, through).adding(days: choices.one(of: [-1, -2, 0, 5]))
        }
        return choices.chance(30) ? periods.reversed() : periods
    }

    func endPortability(on day: ModelDay, _ choices: inout Choices) -> ModelCommand {
        var effectiveOn = day
        if choices.chance(35), !known.portabilities.isEmpty {
            let window = choices.one(of: known.portabilities).window
            effectiveOn = choices.one(of: [window.from, window.from.next, window.end.previous, window.end, window.end.next])
        }
        return .endPortability(effectiveOn: effectiveOn, reason: choices.one(of: ModelPortabilityEndReason.allCases))
    }
}
