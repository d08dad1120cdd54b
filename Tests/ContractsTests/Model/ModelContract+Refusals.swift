extension ModelContract {
    /// The rule that refuses a command before the transitions are walked with it, checked in the order of the page.
    func refusal(of command: ModelCommand, knowing known: ModelHistory) -> ModelRule? {
        switch command {
        case .affiliate, .exempt: break
        default:
            if events.isEmpty { return .contractUnknown }
        }
        if isFull(for: command, knowing: known) { return .contractFull }

        switch command {
        case .rescind(let version):
            guard let target = events.first(where: { $0.version == version }) else { return .rescissionTarget }
            if case .rescind = target.command { return .rescissionTarget }
            return known.events.contains(target) ? nil : .rescissionAlreadyRescinded

        case .suspend(_, let cause, _):
            return cause.isOnTheClosedList ? .absenceClassification : nil

        case .startPortability(let start):
            return start.bulletin == nil ? .portabilityBulletinMissing : nil

        case .requestContinuation(let suspensionFrom, let requestedOn):
            if !known.hasUnpaidAbsence(from: suspensionFrom) { return .continuationNoSuspension }
            if known.isContinuationRequested(forAbsenceFrom: suspensionFrom) { return .continuationAlreadyRequested }
            return requestedOn > known.lastDayToRequest(forAbsenceFrom: suspensionFrom) ? .continuationDeadline : nil

        case .endContinuation(let effectiveOn):
            return known.isContinued(on: effectiveOn) ? nil : .continuationNotInForce

        case .recordProof(let proof):
            return refusal(of: proof, knowing: known)

        case .changeOption(let effectiveOn, _):
            let standing = known.standing(on: effectiveOn)
            if standing == .portability { return .optionFrozen }
            return standing.isEmployed ? nil : .contractNotInForce

        case .addBeneficiary(let joining):
            return refusal(of: joining, knowing: known)

        case .recordBeneficiaryStatus(let person, _):
            return known.persons[person] == nil ? .beneficiaryUnknown : nil

        case .removeBeneficiary(let person, let effectiveOn):
            guard let person = known.persons[person] else { return .beneficiaryUnknown }
            return person.joined(on: effectiveOn) == nil ? .beneficiaryNotEnrolled : nil

        case .revokeMandate(_, let reference):
            return known.mandates.contains { $0.registers && $0.reference == reference } ? nil : .mandateUnknown

        case .affiliate, .exempt, .startTemporaryCessation, .resume, .endEmployment, .endPortability, .declarePay, .changeEmployer,
            .changeRemoteTransmission, .registerMandate:
            return nil

        case .correct:
            preconditionFailure("a correction is judged part by part")
        }
    }

    /// Whether a limit leaves no room for what a command tells.
    private func isFull(for command: ModelCommand, knowing known: ModelHistory) -> Bool {
        guard let limits else { return false }
        var facts = 0
        for event in events {
            if case .rescind = event.command { continue }
            facts += 1
        }
        switch command {
        case .rescind: return false
        case .recordProof(let proof) where known.proofs.contains(proof): return false
        case .addBeneficiary(let joining) where known.persons[joining.beneficiary] == nil:
            return facts >= limits.facts || known.persons.count >= limits.beneficiaries
        default: return facts >= limits.facts
        }
    }

    private func refusal(of proof: ModelCommand.Proof, knowing known: ModelHistory) -> ModelRule? {
        for held in known.proofs where held.month == proof.month { return held == proof ? nil : .proofConflicting }
        if !known.hasPortability { return .portabilityNotOpen }
        let days = known.portabilities.flatMap(\.days)
        if !days.contains(where: proof.month.contains) { return .proofOutsideWindow }
        if let lostOn = proof.lostOn {
            if !days.contains(lostOn) || !proof.month.contains(lostOn) { return .proofOutsideWindow }
        }
        return nil
    }

    private func refusal(of joining: ModelCommand.Joining, knowing known: ModelHistory) -> ModelRule? {
        let person = known.persons[joining.beneficiary]
        let day = joining.effectiveOn
        guard let first = known.firstAffiliationDay, day >= first else { return .beneficiaryBeforeHolder }

        let standing = known.standing(on: day)
        if standing == .portability { return .portabilityNoNewBeneficiaries }
        if !standing.isEmployed { return .contractNotInForce }

        if person?.joined(on: day) != nil { return .beneficiaryAlreadyEnrolled }

        for earlier in person?.joinings ?? [] {
            if earlier.relation != joining.relation || earlier.bornOn != joining.bornOn { return .beneficiaryContradicting }
        }

        let mustDepend = !joining.relation.isPartner || known.value(\.partnerMustBeFiscallyDependent, on: day)
        if mustDepend && !joining.fiscallyDependent { return .beneficiaryNotEligible }
        let statuses = known.statuses(of: joining.beneficiary) + [joining.status].compactMap { $0 }
        if !known.passesTest(joining, statuses: statuses, joinedOn: day, on: day) { return .beneficiaryNotEligible }

        if joining.relation.isPartner && hasOtherPartner(than: joining.beneficiary, onOrAfter: day, known) {
            return .beneficiaryPartnerExists
        }
        return nil
    }

    private func hasOtherPartner(than person: ModelPerson, onOrAfter day: ModelDay, _ known: ModelHistory) -> Bool {
        for (other, facts) in known.persons where other != person && facts.relation.isPartner {
            if facts.joined(on: day) != nil { return true }
            for later in facts.joinings where later.effectiveOn > day {
                if facts.joined(on: later.effectiveOn) != nil { return true }
            }
        }
        return false
    }
}
