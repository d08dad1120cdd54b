extension ModelHistory {
    func holderCover(on day: ModelDay) -> ModelCover {
        guard let transition = deciding(on: day) else { return .none }
        switch transition.standing {
        case .outside, .ended:
            return .none
        case .active:
            return ModelCover(state: .covered, basis: .active)
        case .paidAbsence:
            return ModelCover(state: .covered, basis: .paidAbsence)
        case .temporaryCessation:
            return ModelCover(state: .covered, basis: .temporaryCessation)
        case .suspended:
            return isContinued(on: day) ? ModelCover(state: .covered, basis: .continuation) : ModelCover(state: .suspended, basis: nil)
        case .exempt:
            return isExempt(on: day, by: transition) ? ModelCover(state: .exempt, basis: nil) : .none
        case .portability:
            guard let portability = portabilities.first(where: { $0.start.event == transition.event }) else { return .none }
            guard portability.days.contains(day) else { return .none }
            switch proofState(for: day) {
            case .proven: return ModelCover(state: .covered, basis: .portability)
            case .awaited: return ModelCover(state: .provisional, basis: .portability)
            case .overdue: return ModelCover(state: .lapsed, basis: .portability)
            }
        }
    }

    private func isExempt(on day: ModelDay, by transition: Transition) -> Bool {
        guard case .exempt(let exemption) = transition.event.command else { return false }
        if let through = exemption.through, day > through { return false }
        if exemption.ground != .individualContract { return true }
        let first = firstOfConsecutiveIndividualContracts(upTo: transition)
        return day < first.adding(months: value(\.exemptionIndividualContractMaxMonths, on: first))
    }

    /// The day of the first of the exemptions on that ground that follow each other without another fact deciding a day between them.
    private func firstOfConsecutiveIndividualContracts(upTo transition: Transition) -> ModelDay {
        var first = transition.day
        while let before = deciding(on: first.previous), case .exempt(let exemption) = before.event.command,
            exemption.ground == .individualContract
        {
            first = before.day
        }
        return first
    }

    /// The option held on a day of employment or portability; those of portability are the ones held on the last day of employment.
    func option(on day: ModelDay) -> ModelOption? {
        if let transition = deciding(on: day), transition.standing == .portability { return option(on: transition.day.previous) }
        var result: ModelOption?
        for (effectiveOn, event) in inOrder(on: day) {
            switch event.command {
            case .affiliate(let affiliation): result = affiliation.option
            case .changeOption(_, let option) where standing(on: effectiveOn).isEmployed: result = option
            default: break
            }
        }
        return result
    }

    /// The facts on terms that are effective by `day`, by (effective day, order of recording).
    func inOrder(on day: ModelDay) -> [(effectiveOn: ModelDay, event: ModelEvent)] {
        var result: [(effectiveOn: ModelDay, event: ModelEvent)] = []
        for event in events {
            switch event.command {
            case .affiliate(let affiliation):
                if affiliation.effectiveOn <= day { result.append((affiliation.effectiveOn, event)) }
            case .changeOption(let effectiveOn, _), .declarePay(let effectiveOn, _):
                if effectiveOn <= day { result.append((effectiveOn, event)) }
            default: break
            }
        }
        return result.sorted { ($0.effectiveOn, $0.event.version) < ($1.effectiveOn, $1.event.version) }
    }
}
