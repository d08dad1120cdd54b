public import CivilTime

extension Contract {
    /// Everyone with an enrolment in force, in the order in which they were first told.
    public var beneficiaries: [Beneficiary] {
        var seen: Set<BeneficiaryID> = []
        return facts.enrolments.filter { seen.insert($0.fact.beneficiary).inserted }
            .compactMap { Beneficiary($0.fact.beneficiary, in: facts) }
    }

    /// Whether a beneficiary is enrolled on a day and entitled by age or status, whatever the holder's state.
    public func isEligible(_ beneficiary: Beneficiary, on day: Day) -> Bool {
        guard let enrolment = beneficiary.enrolment(on: day) else { return false }
        return isEntitled(enrolment.fact, joinedOn: beneficiary.joinedOn(before: day) ?? day, statuses: beneficiary.statuses, on: day)
    }

    /// The days of a beneficiary's right.
    public func eligibility(of beneficiary: Beneficiary) -> Timeline<Bool> {
        Timeline(breakingOn: rightBreaks(of: beneficiary)) { isEligible(beneficiary, on: $0) }
    }

    /// A beneficiary's cover on a day: the holder's, while they are enrolled and entitled.
    ///
    /// Under portability those stay who were covered on the last day of employment (G8).
    public func cover(of beneficiary: Beneficiary, on day: Day) -> Cover {
        guard isEligible(beneficiary, on: day) else { return .none }
        let holder = cover(on: day)
        switch holder.state {
        case .exempt, .none: return .none
        case .covered, .provisional, .suspended, .lapsed: break
        }
        if holder.basis == .portability, let portability = standing.piece(on: day),
            !cover(of: beneficiary, on: portability.from.previous).isInForce
        {
            return .none
        }
        return holder
    }

    /// A beneficiary's cover on every day.
    public func cover(of beneficiary: Beneficiary) -> Timeline<Cover> {
        Timeline(breakingOn: coverBreaks + rightBreaks(of: beneficiary)) { cover(of: beneficiary, on: $0) }
    }

    /// Why a beneficiary's cover is what it is on a day.
    public func coverReasons(of beneficiary: Beneficiary, on day: Day) -> [Reason] {
        rightReasons(of: beneficiary, on: day) + coverReasons(on: day)
    }

    /// Why a beneficiary is eligible on a day, or is not.
    public func rightReasons(of beneficiary: Beneficiary, on day: Day) -> [Reason] {
        guard let enrolment = beneficiary.enrolment(on: day) else { return [Reason(.beneficiaryNotEnrolled)] }
        guard isEligible(beneficiary, on: day) else { return [Reason(.beneficiaryNotEligible, event: enrolment.version)] }
        let statuses = beneficiary.statuses.filter { $0.fact.period.contains(day) }.map { Reason(.beneficiaryRight, event: $0.version) }
        return [Reason(.beneficiaryRight, event: enrolment.version)] + statuses.filter { $0.event != enrolment.version }
    }

    /// Whether a person has a right on a day: a partner by fiscal dependence, a child besides by age or by a status of the day.
    private func isEntitled(_ enrolment: Enrolment, joinedOn: Day, statuses: [Told<BeneficiaryStatus>], on day: Day) -> Bool {
        let scheme = scheme(on: day)
        if enrolment.relation.isPartner {
            return enrolment.fiscallyDependent || !scheme.value(\.partnerMustBeFiscallyDependent, on: day)
        }
        guard enrolment.fiscallyDependent, day >= enrolment.bornOn else { return false }
        let tested = scheme.value(\.childAgeTest, on: day) == .continuous ? day : joinedOn
        if tested < enrolment.bornOn.birthday(scheme.value(\.childAgeLimit, on: tested)) { return true }
        return statuses.contains { told in
            guard told.fact.period.contains(day) else { return false }
            return switch told.fact.kind {
            case .student, .apprentice, .jobSeeker: day < enrolment.bornOn.birthday(scheme.value(\.childStatusAgeLimit, on: day))
            case .disabled: told.fact.cdaph == true && told.fact.evidence != nil
            }
        }
    }

    /// The days on which a beneficiary's right may change.
    func rightBreaks(of beneficiary: Beneficiary) -> [Day] {
        let limits = parameterBreaks { parameters in
            let ages = Set((parameters.childAgeLimit.rows + parameters.childStatusAgeLimit.rows).map(\.value))
            return ages.map(beneficiary.bornOn.birthday) + parameters.childAgeLimit.breaks + parameters.childStatusAgeLimit.breaks
                + parameters.childAgeTest.breaks + parameters.partnerMustBeFiscallyDependent.breaks
        }
        return beneficiary.breaks + limits
    }
}

extension Contract {
    func check(_ enrolment: Enrolment) throws(Refusal) {
        let day = enrolment.effectiveOn
        guard let first = facts.affiliations.map(\.fact.effectiveOn).min(), day >= first else { throw Refusal(.beneficiaryBeforeHolder) }
        if standing[day] == .portability { throw Refusal(.portabilityNoNewBeneficiaries) }
        guard standing[day].isEmployed else { throw Refusal(.contractNotInForce) }

        let earlier = Beneficiary(enrolment.beneficiary, in: facts)
        if earlier?.enrolment(on: day) != nil { throw Refusal(.beneficiaryAlreadyEnrolled) }
        if let earlier, earlier.relation != enrolment.relation || earlier.bornOn != enrolment.bornOn {
            throw Refusal(.beneficiaryContradicting)
        }
        let with = adding(.enrolment(enrolment))
        guard let joined = Beneficiary(enrolment.beneficiary, in: with.facts), with.isEligible(joined, on: day) else {
            throw Refusal(.beneficiaryNotEligible)
        }
        if enrolment.relation.isPartner {
            let others = beneficiaries.filter { $0.relation.isPartner && $0.id != enrolment.beneficiary }
            if others.contains(where: { $0.isEnrolled(onOrAfter: day) }) { throw Refusal(.beneficiaryPartnerExists) }
        }
    }

    func check(_ removal: Removal) throws(Refusal) {
        guard let beneficiary = Beneficiary(removal.beneficiary, in: facts) else { throw Refusal(.beneficiaryUnknown) }
        if beneficiary.enrolment(on: removal.effectiveOn) == nil { throw Refusal(.beneficiaryNotEnrolled) }
    }

    func check(known id: BeneficiaryID) throws(Refusal) {
        if Beneficiary(id, in: facts) == nil { throw Refusal(.beneficiaryUnknown) }
    }
}
