extension ModelHistory {
    /// What the facts say of one beneficiary.
    struct Person: Sendable {
        /// Their enrolments, in the order of recording; one at least.
        var joinings: [ModelCommand.Joining] = []
        /// Every status told of them, by an enrolment too.
        var statuses: [ModelCommand.Status] = []
        /// Joining and leaving, by (effective day, order of recording).
        var moves: [(day: ModelDay, version: Int, joins: Bool)] = []

        var relation: ModelRelation { joinings[0].relation }

        /// The day on which the person joined, when enrolled on `day`.
        func joined(on day: ModelDay) -> ModelDay? {
            var joinedOn: ModelDay?
            for move in moves where move.day <= day {
                if !move.joins { joinedOn = nil } else if joinedOn == nil { joinedOn = move.day }
            }
            return joinedOn
        }
    }

    /// Whether two partners are enrolled on one day.
    var hasDayWithTwoPartners: Bool {
        let partners = persons.values.filter(\.relation.isPartner)
        for day in partners.flatMap(\.moves).map(\.day) {
            if partners.filter({ $0.joined(on: day) != nil }).count > 1 { return true }
        }
        return false
    }

    /// Those with an enrolment that is not annulled.
    var people: [ModelPerson] { persons.keys.sorted() }

    func workOutPersons() -> [ModelPerson: Person] {
        var result: [ModelPerson: Person] = [:]
        for event in events {
            guard case .addBeneficiary(let joining) = event.command else { continue }
            result[joining.beneficiary, default: Person()].joinings.append(joining)
            result[joining.beneficiary]?.moves.append((joining.effectiveOn, event.version, true))
        }
        for event in events {
            guard case .removeBeneficiary(let person, let effectiveOn) = event.command else { continue }
            result[person]?.moves.append((effectiveOn, event.version, false))
        }
        for number in result.keys {
            result[number]?.moves.sort { ($0.day, $0.version) < ($1.day, $1.version) }
            result[number]?.statuses = statuses(of: number)
        }
        return result
    }

    /// The statuses that name someone, enrolled or not: they count again when the person comes back.
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
    func isEligible(_ person: Person, on day: ModelDay) -> Bool {
        guard let joinedOn = person.joined(on: day) else { return false }
        return passesTest(person.joinings[0], statuses: person.statuses, joinedOn: joinedOn, on: day)
    }

    func cover(of person: Person, on day: ModelDay) -> ModelCover {
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
