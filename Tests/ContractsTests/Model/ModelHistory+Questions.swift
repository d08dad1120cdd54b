extension ModelHistory {
    func coverage(on day: ModelDay) -> ModelCoverage {
        let holder = holderCover(on: day)
        return ModelCoverage(
            holder: holder,
            option: holder.state == .none || holder.state == .exempt ? nil : option(on: day),
            run: run(around: day, within: holderDays, holderCover),
            beneficiaries: persons.sorted { $0.key < $1.key }.map { number, person in
                ModelCoverage.Beneficiary(
                    beneficiary: number,
                    relation: person.relation,
                    cover: cover(of: person, on: day),
                    run: run(around: day, within: days(of: person)) { cover(of: person, on: $0) })
            })
    }

    func eligibility(on day: ModelDay) -> ModelEligibility {
        ModelEligibility(
            continuation: continuationEligibility(on: day),
            portability: portabilityEligibility(on: day),
            beneficiaries: persons.sorted { $0.key < $1.key }.map { number, person in
                let eligible = isEligible(person, on: day)
                return ModelEligibility.Beneficiary(
                    beneficiary: number,
                    eligible: eligible,
                    through: eligible ? run(around: day, within: days(of: person)) { isEligible(person, on: $0) }.through : nil)
            })
    }

    private func continuationEligibility(on day: ModelDay) -> ModelEligibility.Continuation {
        guard let first = unpaidAbsence(on: day), !isContinuationRequested(forAbsenceFrom: first),
            day <= lastDayToRequest(forAbsenceFrom: first)
        else { return ModelEligibility.Continuation(eligible: false, through: nil) }
        return ModelEligibility.Continuation(eligible: true, through: lastDayToRequest(forAbsenceFrom: first))
    }

    private func portabilityEligibility(on day: ModelDay) -> ModelEligibility.Portability {
        var answer = ModelEligibility.Portability(
            eligible: portabilities.contains { $0.days.contains(day) },
            missing: missingForPortability(on: day))
        guard let started = portabilities.last(where: { $0.window.from <= day }) else { return answer }
        answer.from = started.window.from
        answer.through = started.days.last
        answer.months = started.window.months
        for month in started.touchedMonths {
            let anyDay = started.days.first(where: month.contains)!  // the month is one that the days touch
            answer.proofs.append(
                ModelEligibility.Proof(month: month, state: proofState(for: anyDay), dueThrough: dueDay(ofProofFor: month)))
        }
        return answer
    }

    /// What a start of portability would still break, for the employment ended by then. Neither bulletin nor notification is on record
    /// before the start that carries them.
    private func missingForPortability(on day: ModelDay) -> [ModelRule] {
        guard let transition = deciding(on: day) else {
            return [.portabilityBulletinMissing, .portabilityEmploymentNotEnded, .portabilityNotificationMissing]
        }
        if transition.standing == .portability { return [] }
        var end: (lastDay: ModelDay, reason: ModelEndReason)?
        for transition in transitions where transition.day <= day {
            if case .endEmployment(let lastDay, let reason) = transition.event.command { end = (lastDay, reason) }
        }
        guard transition.standing == .ended, let end else {
            return [.portabilityBulletinMissing, .portabilityEmploymentNotEnded, .portabilityNotificationMissing]
        }
        var missing: [ModelRule] = [.portabilityBulletinMissing]
        if standing(on: end.lastDay.next) == .portability { missing.append(.portabilityAlreadyStarted) }
        if end.reason == .retirement || end.reason == .death { missing.append(.portabilityRetired) }
        if !isCoveredInEmployment(on: end.lastDay) { missing.append(.portabilityNotCoveredAtEnd) }
        missing.append(.portabilityNotificationMissing)
        return missing
    }
}

extension ModelHistory {
    /// The longest run of days around `day` with the same value, found by turning pages; outside `bounds` nothing changes any more.
    func run<Value: Equatable>(around day: ModelDay, within bounds: ClosedRange<ModelDay>, _ value: (ModelDay) -> Value) -> ModelRun {
        let held = value(day)
        var from = day
        while from > bounds.lowerBound && value(from.previous) == held { from = from.previous }
        var through = day
        while through < bounds.upperBound && value(through.next) == held { through = through.next }
        return ModelRun(
            from: from <= bounds.lowerBound ? nil : from,
            through: through >= bounds.upperBound ? nil : through)
    }

    /// Days before and after which the holder's cover is the same for ever.
    var holderDays: ClosedRange<ModelDay> {
        var days: [ModelDay] = ["2026-05-01"]
        for transition in transitions {
            days += [transition.day, transition.day.adding(months: 13)]
            if case .exempt(let exemption) = transition.event.command, let through = exemption.through { days.append(through) }
        }
        for event in events {
            if case .endContinuation(let end) = event.command { days.append(end) }
        }
        return days.min()!.adding(days: -2)...days.max()!.adding(days: 2)  // never empty
    }

    /// The same for a beneficiary.
    func days(of person: Person) -> ClosedRange<ModelDay> {
        var days = [holderDays.lowerBound, holderDays.upperBound]
        days += person.moves.map(\.day)
        days += person.statuses.flatMap { [$0.from, $0.through ?? $0.from] }
        if !person.relation.isPartner { days += [21, 25].map { person.joinings[0].bornOn.adding(months: 12 * $0) } }
        return days.min()!.adding(days: -2)...days.max()!.adding(days: 2)  // never empty
    }
}
