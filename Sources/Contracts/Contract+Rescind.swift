import CivilTime

extension Contract {
    /// The versions of rescissions, by the version of the event that each annuls.
    public var rescissions: [Int: Int] {
        var rescissions: [Int: Int] = [:]
        for event in events {
            if let version = event.fact.annuls { rescissions[version] = event.version }
        }
        return rescissions
    }

    /// Checks that rescissions recorded together annul events that can be annulled. Does not check the history without those events.
    ///
    /// - Throws: the refusal of the first rescission whose event cannot be annulled.
    func check(_ told: some Collection<Fact>) throws(Refusal) {
        var annulledBy = rescissions
        for (entry, fact) in told.enumerated() {
            guard let annulled = fact.annuls else { continue }
            guard let target = events.first(where: { $0.version == annulled }) else {
                throw Refusal(.rescissionTarget, entry: entry)
            }
            if target.fact.isFinal { throw Refusal(.rescissionTarget, conflictsWith: target.version, entry: entry) }
            if let other = annulledBy[annulled] {
                let refusal = Refusal(.rescissionAlreadyRescinded, conflictsWith: other)
                throw refusal.at(entry, recordedThrough: version)
            }
            annulledBy[annulled] = version + 1 + entry
        }
    }

    /// The refusal of facts recorded together that make a transition unlawful.
    ///
    /// If that transition is recorded already, it is the conflict. The refusal then names one of the facts instead: the last to take effect
    /// before the transition, of those that can affect its lawfulness.
    ///
    /// - Parameter known: the indexes of the facts that add nothing new.
    func refusal(for unlawful: Unlawful, of facts: [Fact], known: [Int]) -> Refusal {
        let (rule, transition) = (unlawful.refusal.rule, unlawful.transition)
        if transition.event > version {
            var entry = transition.event - version - 1
            for place in known where place <= entry { entry += 1 }
            return unlawful.refusal.at(entry, recordedThrough: version)
        }
        var fault: (entry: Int, on: Day)?
        for (entry, fact) in facts.enumerated() {
            let bearing = (annulled(by: fact) ?? fact).bearing
            guard bearing.aspects.touch(.lawfulness), let day = bearing.effectiveOn, day <= transition.effectiveOn else { continue }
            if let fault, fault.on > day { continue }
            fault = (entry, day)
        }
        // A history that was unlawful already was not made unlawful by these facts.
        return Refusal(rule, conflictsWith: transition.event, makesUnlawful: course.unlawful == nil, entry: fault?.entry ?? 0)
    }

    /// The refusal of facts recorded together that enrol two partners on one day. It names the last rescission of an enrolment or a
    /// removal.
    ///
    /// - Parameter stay: the stay of the partner who joins later.
    func refusal(for stay: Beneficiary.Stay, of facts: [Fact]) -> Refusal {
        let fault = facts.lastIndex { annulled(by: $0)?.bearing.aspects.contains(.enrolments) ?? false }
        let refusal = Refusal(.beneficiaryPartnerExists, conflictsWith: stay.event, makesUnlawful: overlap == nil)
        return refusal.at(fault ?? 0, recordedThrough: version)
    }

    /// The fact that a rescission annuls; `nil` when `fact` is not a rescission.
    private func annulled(by fact: Fact) -> Fact? {
        fact.annuls.flatMap { version in events.first { $0.version == version }?.fact }
    }
}
