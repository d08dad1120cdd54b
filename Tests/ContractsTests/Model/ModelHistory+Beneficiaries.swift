extension ModelHistory {
    func joinings(of person: ModelPerson) -> [ModelCommand.Joining] {
        events.compactMap { event in
            if case .addBeneficiary(let joining) = event.command, joining.beneficiary == person { joining } else { nil }
        }
    }

    /// Those with an enrolment that is not annulled, in the order of their first one.
    var people: [ModelPerson] {
        var result: [ModelPerson] = []
        for event in events {
            guard case .addBeneficiary(let joining) = event.command, !result.contains(joining.beneficiary) else { continue }
            result.append(joining.beneficiary)
        }
        return result
    }

    /// The day on which the person joined, when enrolled on `day`.
    func joined(_ person: ModelPerson, on day: ModelDay) -> ModelDay? {
        var facts: [(day: ModelDay, version: Int, joins: Bool)] = []
        for event in events {
            switch event.command {
            case .addBeneficiary(let joining) where joining.beneficiary == person:
                facts.append((joining.effectiveOn, event.version, true))
            case .removeBeneficiary(let removed, let effectiveOn) where removed == person:
                facts.append((effectiveOn, event.version, false))
            default: break
            }
        }
        var joinedOn: ModelDay?
        for fact in facts.sorted(by: { ($0.day, $0.version) < ($1.day, $1.version) }) where fact.day <= day {
            if !fact.joins { joinedOn = nil } else if joinedOn == nil { joinedOn = fact.day }
        }
        return joinedOn
    }

    func statuses(of person: ModelPerson) -> [ModelCommand.Status] {
        events.compactMap { event in
            switch event.command {
            case .addBeneficiary(let joining) where joining.beneficiary == person: joining.status
            case .recordBeneficiaryStatus(let beneficiary, let status) where beneficiary == person: status
            default: nil
            }
        }
    }

    /// The age or status test on `day`, for one who joined on `joinedOn`.
    func passesTest(_ joining: ModelCommand.Joining, statuses: [ModelCommand.Status], joinedOn: ModelDay, on day: ModelDay) -> Bool {
        if joining.relation.isPartner { return true }
        let born = joining.bornOn
        if day < born { return false }

        let ageLimit = born.adding(months: 12 * value(\.childAgeLimit, on: day))
        switch value(\.childAgeTest, on: day) {
        case .continuous: if day < ageLimit { return true }
        case .atSubscription: if joinedOn < ageLimit { return true }
        }
        for status in statuses where status.from <= day && day <= (status.through ?? day) {
            if status.kind == .disabled {
                if status.cdaph == true && status.evidence != nil { return true }
            } else if day < born.adding(months: 12 * value(\.childStatusAgeLimit, on: day)) {
                return true
            }
        }
        return false
    }

    /// Enrolled, and passing the age or status test, whatever the holder's state.
    func isEligible(_ person: ModelPerson, on day: ModelDay) -> Bool {
        guard let joinedOn = joined(person, on: day) else { return false }
        return passesTest(joinings(of: person)[0], statuses: statuses(of: person), joinedOn: joinedOn, on: day)
    }

    func cover(of person: ModelPerson, on day: ModelDay) -> ModelCover {
        guard isEligible(person, on: day) else { return .none }
        let holder = holderCover(on: day)
        if holder.state == .exempt { return .none }
        if holder.basis == .portability, let start = deciding(on: day) {
            // Only who was covered on the last day of employment stays.
            if cover(of: person, on: start.day.previous).state != .covered { return .none }
        }
        return holder
    }
}
