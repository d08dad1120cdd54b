import CivilTime

extension Fact {
    var isRescission: Bool { if case .rescission = self { true } else { false } }
}

extension Contract {
    /// Whether rescissions, told together, name events that can be annulled. What follows from them is not asked.
    ///
    /// - Throws: what refuses the first that does not.
    func check(_ rescissions: some Swift.Collection<Fact>) throws(Refusal) {
        var annulledBy: [Int: Int] = [:]
        for event in events {
            if let version = event.rescinded { annulledBy[version] = event.version }
        }
        for (entry, fact) in rescissions.enumerated() {
            guard case .rescission(let rescission) = fact else { continue }
            guard let target = events.first(where: { $0.version == rescission.version }) else {
                throw Refusal(.rescissionTarget, entry: entry)
            }
            if target.fact.isRescission { throw Refusal(.rescissionTarget, conflictsWith: target.version, entry: entry) }
            if let other = annulledBy[rescission.version] {
                let refusal = Refusal(.rescissionAlreadyRescinded, conflictsWith: other)
                throw refusal.at(entry, recordedThrough: version)
            }
            annulledBy[rescission.version] = version + 1 + entry
        }
    }

    /// The refusal of facts told together, for a transition that is not lawful with them. A recorded one stands in their way itself; the fact at fault
    /// is then the one that takes effect last before it, of those on which transitions rest.
    ///
    /// - Parameter known: the places of those that told nothing new.
    func refusal(for unlawful: Unlawful, of facts: [Fact], known: [Int]) -> Refusal {
        let (rule, transition) = (unlawful.refusal.rule, unlawful.transition)
        if transition.event > version {
            var entry = transition.event - version - 1
            for place in known where place <= entry { entry += 1 }
            return unlawful.refusal.at(entry, recordedThrough: version)
        }
        var fault: (entry: Int, on: Day)?
        for (entry, fact) in facts.enumerated() {
            let told = annulled(by: fact) ?? fact
            guard told.bearsOnTransitions, let day = told.effectiveOn, day <= transition.effectiveOn else { continue }
            if let fault, fault.on > day { continue }
            fault = (entry, day)
        }
        return Refusal(rule, conflictsWith: transition.event, entry: fault?.entry ?? 0)
    }

    /// The refusal of facts told together, for a partner's days that are days of another partner too. The fact at fault is the last rescission of
    /// something told of a partner.
    func refusal(for stay: Beneficiary.Stay, of facts: [Fact]) -> Refusal {
        let fault = facts.lastIndex { fact in
            switch annulled(by: fact) {
            case .removal, .enrolment: true
            default: false
            }
        }
        return Refusal(.beneficiaryPartnerExists, conflictsWith: stay.event).at(fault ?? 0, recordedThrough: version)
    }

    /// The fact that a rescission annuls; `nil` when the fact is none.
    private func annulled(by fact: Fact) -> Fact? {
        guard case .rescission(let rescission) = fact else { return nil }
        return events.first { $0.version == rescission.version }?.fact
    }
}
