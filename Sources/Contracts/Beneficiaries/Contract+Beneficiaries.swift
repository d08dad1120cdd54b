public import CivilTime

extension Contract {
    /// Whether a beneficiary is enrolled on a day and entitled by age or status, independently of the holder's state.
    public func isEligible(_ beneficiary: Beneficiary, on day: Day) -> Bool {
        var glance = Glance(day)
        return isEligible(beneficiary, &glance)
    }

    /// The days on which a beneficiary has a right.
    public func eligibility(of beneficiary: Beneficiary) -> Timeline<Bool> {
        Timeline { glance in isEligible(beneficiary, &glance) }
    }

    /// A beneficiary's cover on a day: the holder's cover, while the beneficiary is enrolled and entitled.
    ///
    /// Under portability it covers only those who were covered on the last day of employment (G8).
    public func cover(of beneficiary: Beneficiary, on day: Day) -> Cover {
        var glance = Glance(day)
        return pendingCover(of: beneficiary, &glance).judged(asOf: asOf)
    }

    /// A beneficiary's cover on every day.
    public func cover(of beneficiary: Beneficiary) -> Timeline<Cover> {
        Timeline { glance in pendingCover(of: beneficiary, &glance).judged(asOf: asOf) }
    }

    private func pendingCover(of beneficiary: Beneficiary, _ glance: inout Glance) -> PendingCover {
        pendingCover(&glance, holder: { ground(&$0).cover }, isEligible: { isEligible(beneficiary, &$0) })
    }

    /// A beneficiary's cover on the glance's day, from the holder's cover and the beneficiary's own right.
    func pendingCover(
        _ glance: inout Glance, holder: (inout Glance) -> PendingCover, isEligible: (inout Glance) -> Bool
    ) -> PendingCover {
        guard isEligible(&glance) else { return .none }
        let cover = holder(&glance)
        guard cover.isHeld else { return .none }
        if cover.basis == .portability, let portability = standing.on(&glance) {
            var eve = Glance(portability.from.previous)
            let before = pendingCover(&eve, holder: holder, isEligible: isEligible)
            guard case .settled(let before) = before, before.isInForce else { return .none }
        }
        return cover
    }

    /// The reasons for a beneficiary's cover on a day.
    public func coverReasons(of beneficiary: Beneficiary, on day: Day) -> [Reason] {
        rightReasons(of: beneficiary, on: day) + coverReasons(on: day)
    }

    /// The reasons why a beneficiary is eligible on a day, or is not.
    public func rightReasons(of beneficiary: Beneficiary, on day: Day) -> [Reason] {
        guard let enrolment = beneficiary.enrolment(on: day) else { return [Reason(.beneficiaryNotEnrolled)] }
        guard isEligible(beneficiary, on: day) else { return [Reason(.beneficiaryNotEligible, event: enrolment.version)] }
        let statuses = beneficiary.statuses.filter { $0.fact.period.contains(day) }.map { Reason(.beneficiaryRight, event: $0.version) }
        return [Reason(.beneficiaryRight, event: enrolment.version)] + statuses.filter { $0.event != enrolment.version }
    }

    func isEligible(_ beneficiary: Beneficiary, _ glance: inout Glance) -> Bool {
        guard let (enrolment, joinedOn) = beneficiary.enrolment(&glance) else { return false }
        return isEntitled(enrolment.fact, joinedOn: joinedOn, beneficiary.statusDays, &glance)
    }

    /// Whether a person has a right on the glance's day. A partner needs fiscal dependence if the scheme asks for it. A child always needs
    /// it, and an age below the limit or a status of the day.
    private func isEntitled(
        _ enrolment: Enrolment, joinedOn: Day, _ statuses: StatusDays, _ glance: inout Glance
    ) -> Bool {
        let scheme = scheme(&glance)
        if enrolment.relation.isPartner {
            return enrolment.fiscallyDependent || !scheme.parameters.partnerMustBeFiscallyDependent.on(&glance)
        }
        guard enrolment.fiscallyDependent, glance.hasReached(enrolment.bornOn) else { return false }
        switch scheme.parameters.childAgeTest.on(&glance) {
        case .continuous:
            if !glance.hasReached(enrolment.bornOn.birthday(scheme.parameters.childAgeLimit.on(&glance))) { return true }
        case .atSubscription:
            if joinedOn < enrolment.bornOn.birthday(scheme.parameters.childAgeLimit.value(on: joinedOn)) { return true }
        }
        if statuses.disabilities.isIn(&glance) { return true }
        return statuses.studies.isIn(&glance)
            && !glance.hasReached(enrolment.bornOn.birthday(scheme.parameters.childStatusAgeLimit.on(&glance)))
    }

    /// The reason why a right ends after its last day: age or a status. `nil` for another cause, such as a removal.
    func endOfRight(of beneficiary: Beneficiary, after last: Day) -> Deadline.Kind? {
        var glance = Glance(last.next)
        guard let (enrolment, _) = beneficiary.enrolment(&glance), !enrolment.fact.relation.isPartner else { return nil }
        let scheme = scheme(&glance)
        let statuses = beneficiary.statusDays

        func turns(_ age: Int) -> Bool { enrolment.fact.bornOn.birthday(age) == glance.day }
        if scheme.parameters.childAgeTest.on(&glance) == .continuous, turns(scheme.parameters.childAgeLimit.on(&glance)) {
            return .beneficiaryAgeLimit
        }
        if turns(scheme.parameters.childStatusAgeLimit.on(&glance)), statuses.studies.contains(last) {
            return .beneficiaryAgeLimit
        }
        return statuses.endsOne(on: last) ? .statusExpiring : nil
    }
}

extension Contract {
    func check(_ enrolment: Enrolment) throws(Refusal) {
        let day = enrolment.effectiveOn
        let first = facts.affiliations.all.first
        guard let first, day >= first.fact.effectiveOn else { throw Refusal(.beneficiaryBeforeHolder, conflictsWith: first?.version) }
        let piece = standing.piece(on: day)
        if piece?.standing == .portability { throw Refusal(.portabilityNoNewBeneficiaries, conflictsWith: piece?.event) }
        guard piece?.standing.isEmployed ?? false else { throw Refusal(.contractNotInForce, conflictsWith: piece?.event) }

        let earlier = beneficiary(enrolment.beneficiary)
        if let told = earlier?.enrolment(on: day) { throw Refusal(.beneficiaryAlreadyEnrolled, conflictsWith: told.version) }
        if let earlier, earlier.relation != enrolment.relation || earlier.bornOn != enrolment.bornOn {
            let told = facts.enrolments.first { $0.fact.beneficiary == enrolment.beneficiary }
            throw Refusal(
                .beneficiaryContradicting, conflictsWith: told?.version,
                field: earlier.relation != enrolment.relation ? .relation : .bornOn)
        }
        // Includes the statuses recorded before, even those of an enrolment that was annulled since.
        let told = Recorded(version: version + 1, fact: enrolment)
        let joined = earlier.map { $0.taking(told) } ?? Beneficiary(told, in: facts)
        guard isEligible(joined, on: day) else { throw Refusal(.beneficiaryNotEligible) }
        if enrolment.relation.isPartner {
            let stays = partnerStays.filter { $0.person != enrolment.beneficiary && $0.until.map { $0 > day } ?? true }
            if let stay = stays.first { throw Refusal(.beneficiaryPartnerExists, conflictsWith: stay.event) }
        }
    }

    /// The stays of all partners, in order of their first day.
    private var partnerStays: [Beneficiary.Stay] {
        beneficiaries.filter(\.relation.isPartner).flatMap(\.stays).sorted { ($0.from, $0.event) < ($1.from, $1.event) }
    }

    /// The first two stays of different partners that overlap; `nil` when there are none.
    var overlap: (earlier: Beneficiary.Stay, later: Beneficiary.Stay)? {
        var longest: Beneficiary.Stay?
        for stay in partnerStays {
            guard let before = longest else {
                longest = stay
                continue
            }
            // Stays of one person never overlap.
            guard let until = before.until, until <= stay.from else { return (before, stay) }
            longest = stay
        }
        return nil
    }

    func check(_ removal: Removal) throws(Refusal) {
        guard let beneficiary = beneficiary(removal.beneficiary) else { throw Refusal(.beneficiaryUnknown) }
        if beneficiary.enrolment(on: removal.effectiveOn) == nil {
            throw Refusal(.beneficiaryNotEnrolled, conflictsWith: beneficiary.removal(by: removal.effectiveOn))
        }
    }

    func check(known id: BeneficiaryID) throws(Refusal) {
        if beneficiary(id) == nil { throw Refusal(.beneficiaryUnknown) }
    }

    private func beneficiary(_ id: BeneficiaryID) -> Beneficiary? {
        beneficiaries.first { $0.id == id }
    }
}
