import CivilTime

extension Contract {
    /// Decides facts told now and together. Returns those that are new: all of them may be recorded, or the list is refused.
    ///
    /// The contract must be known at the present instant. An attached fact is checked against the history with what stands before it in the
    /// list. Transitions are lawful only as a whole: the history with all the facts is walked once, and its first transition that is not lawful
    /// refuses them, be it among them or recorded before. A transition that the table forbids leads nowhere while later facts of the list are checked.
    ///
    /// - Parameters:
    ///   - facts: rescissions come first.
    ///   - limits: how much the contract may hold with them.
    /// - Throws: the first rule broken, the place and the field of the fact that breaks it, and the version of the recorded fact that stands in the
    ///   way.
    public func decide(_ facts: [Fact], within limits: ContractLimits = .none) throws(Refusal) -> [Fact] {
        do throws(Refusal) { return try new(of: facts, within: limits) } catch { throw error.namingField(of: facts) }
    }

    /// The facts that are new, when all of them may be recorded.
    private func new(of facts: [Fact], within limits: ContractLimits) throws(Refusal) -> [Fact] {
        guard version > 0 || facts.first?.mayOpenContract ?? false else { throw Refusal(.contractUnknown) }
        let rescissions = facts.prefix { $0.isRescission }
        var together = self
        if !rescissions.isEmpty {
            try check(rescissions)
            together.take(told(rescissions))
        }
        var known: [Int] = []
        for entry in rescissions.count..<facts.count {
            let fact = facts[entry]
            do throws(Refusal) {
                try together.checkRoom(for: fact, within: limits)
                guard try together.isNew(fact) else {
                    known.append(entry)
                    continue
                }
            } catch { throw error.at(entry, recordedThrough: version) }
            guard rescissions.isEmpty, entry == facts.count - 1 else {
                together.take(together.told(fact))
                continue
            }
            // Nothing more is decided on the last fact, so it is not taken: that spares a copy of the history.
            do throws(Unlawful) { try together.course.check(together.told(fact), knownAt: knownAt) } catch {
                throw refusal(for: error, of: facts, known: known)
            }
            return facts.without(known)
        }
        let new = facts.without(known)
        if new.isEmpty { return [] }
        if let unlawful = together.course.unlawful { throw refusal(for: unlawful, of: facts, known: known) }
        if !rescissions.isEmpty, let overlap = together.overlap { throw refusal(for: overlap.later, of: facts) }
        return new
    }

    /// Whether a fact tells something new, on the history as it is. It is no rescission; of a transition the others are not asked.
    ///
    /// - Throws: the first rule that it breaks.
    private func isNew(_ fact: Fact) throws(Refusal) -> Bool {
        switch fact {
        case .suspension(let suspension):
            if case .closedList = suspension.cause { throw Refusal(.absenceClassification) }
        case .portabilityStart(let start):
            if start.bulletin == nil { throw Refusal(.portabilityBulletinMissing) }
        case .enrolment(let enrolment): try check(enrolment)
        case .statusRecord(let record): try check(known: record.beneficiary)
        case .removal(let removal): try check(removal)
        case .continuationRequest(let request): try check(request)
        case .continuationEnd(let end): try check(end)
        case .proof(let proof): return try !isKnown(proof)
        case .optionChange(let change): try check(change)
        case .mandateRevocation(let revocation):
            if !self.facts.mandates.knows(revocation.mandateReference) { throw Refusal(.mandateUnknown) }
        case .affiliation, .exemption, .temporaryCessation, .resumption, .employmentEnd, .portabilityEnd, .rescission, .erasure: break
        case .payDeclaration, .employerChange, .remoteTransmissionChange, .mandateRegistration: break
        }
        return true
    }

    private func check(_ change: OptionChange) throws(Refusal) {
        let piece = standing.piece(on: change.effectiveOn)
        if piece?.standing == .portability { throw Refusal(.optionFrozen, conflictsWith: piece?.event) }
        guard piece?.standing.isEmployed ?? false else { throw Refusal(.contractNotInForce, conflictsWith: piece?.event) }
    }
}

extension [Fact] {
    /// These facts, without those at some places.
    fileprivate func without(_ places: [Int]) -> [Fact] {
        places.isEmpty ? self : indices.filter { !places.contains($0) }.map { self[$0] }
    }
}
