import CivilTime

extension Contract {
    /// Decides whether facts may be recorded now, together. Returns the new ones, or refuses the whole list.
    ///
    /// The contract must be known at the present instant. An attached fact is checked against the history and the facts before it in the
    /// list. Transitions are checked last, as a whole: one walk over the history and all facts finds the first unlawful one. It refuses the
    /// list, even if it was recorded before. Until then, a transition that the table forbids is ignored while later facts are checked.
    ///
    /// - Parameters:
    ///   - facts: any rescissions come first.
    ///   - limits: how much the contract may hold, these facts included.
    /// - Throws: the first rule that is broken, with the index and field of the fact that breaks it, and the version of a conflicting
    ///   event.
    public func decide(_ facts: [Fact], within limits: ContractLimits = .none) throws(Refusal) -> [Fact] {
        do throws(Refusal) { return try new(of: facts, within: limits) } catch { throw error.namingField(of: facts) }
    }

    /// The new facts, if all may be recorded.
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
            // The last fact is only checked: applying it would copy the history.
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

    /// Whether a fact adds something to the current history. A transition counts as new: its place in the history is checked later.
    ///
    /// - Parameter fact: not a rescission.
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
    /// These facts, without those at `places`.
    fileprivate func without(_ places: [Int]) -> [Fact] {
        places.isEmpty ? self : indices.filter { !places.contains($0) }.map { self[$0] }
    }
}
