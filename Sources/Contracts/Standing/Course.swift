import CivilTime

/// The facts in force, and the way that the transitions among them take: the standing, and whether all of them are lawful.
///
/// `@unchecked`: it changes only in the hands of the one ``Folded`` that holds it. No value, so that asking it something copies nothing.
/// Accesses are not checked for overlaps at run time: no change calls anything that is handed the course.
final class Course: @unchecked Sendable {
    @exclusivity(unchecked) private(set) var facts: FactsInForce
    let schemes: Schemes
    /// The schemes that the contract is under.
    @exclusivity(unchecked) private(set) var under: SchemeLine
    @exclusivity(unchecked) private(set) var walk = StandingWalk()
    /// The first transition that is not lawful. What is in the log was lawful when it was recorded; a late parameter may make
    /// it so no more. Questions do not ask, decisions do.
    @exclusivity(unchecked) private(set) var unlawful: Unlawful?

    /// The course of the events known at an instant, annulled ones included.
    init(_ events: [RecordedFact], schemes: Schemes, knownAt instant: Instant) {
        facts = FactsInForce(events)
        self.schemes = schemes
        let first = events.first { $0.fact.mayOpenContract }?.fact.scheme
        under = SchemeLine(first: first, then: facts.transitions.all, of: schemes, knownAt: instant)
        walkAgain()
    }

    init(copying other: Course) {
        (facts, schemes, under, walk, unlawful) = (other.facts, other.schemes, other.under, other.walk, other.unlawful)
    }

    /// Takes one more fact, told after all others; no rescission, for that is another course.
    func take(_ event: RecordedFact, knownAt instant: Instant) {
        let transition = facts.take(event)
        let hasOtherSchemes = event.fact.scheme.map { name in
            let count = under.count
            under = SchemeLine(first: under.first ?? name, then: facts.transitions.all, of: schemes, knownAt: instant)
            return under.count != count
        }
        if let transition {
            if transition === facts.transitions.all.last, hasOtherSchemes != true { step(transition) } else { walkAgain() }
        } else if event.fact.bearsOnContinuation {
            walkAgain()
        }
    }

    /// Whether a fact, told now, leaves all transitions lawful; it is no rescission.
    ///
    /// - Throws: the first that would not be.
    func check(_ told: RecordedFact, knownAt instant: Instant) throws(Unlawful) {
        if let transition = Transition.of(told) {
            let isLast = facts.transitions.all.last.map { $0.effectiveOn <= transition.effectiveOn } ?? true
            // Another scheme may be that of a portability of the same day.
            if isLast, told.fact.scheme == nil || under.last == told.fact.scheme {
                if let unlawful { throw unlawful }
                do throws(Refusal) { return try check(transition) } catch { throw Unlawful(transition: transition, refusal: error) }
            }
            try checkTaking(told, knownAt: instant)
        } else if told.fact.bearsOnContinuation {
            try checkTaking(told, knownAt: instant)
        } else if let unlawful {
            throw unlawful
        }
    }

    private func checkTaking(_ told: RecordedFact, knownAt instant: Instant) throws(Unlawful) {
        let course = Course(copying: self)
        course.take(told, knownAt: instant)
        if let unlawful = course.unlawful { throw unlawful }
    }

    private func walkAgain() {
        walk = StandingWalk()
        unlawful = nil
        for transition in facts.transitions.all { step(transition) }
    }

    private func step(_ transition: Transition) {
        if unlawful == nil {
            do throws(Refusal) { try check(transition) } catch { unlawful = Unlawful(transition: transition, refusal: error) }
        }
        walk.take(transition)
    }
}

extension Fact {
    /// Whether the lawfulness of transitions may rest on it.
    var bearsOnTransitions: Bool { TransitionTable.Column(of: self) != nil || bearsOnContinuation }

    /// Whether it asks for a continuation or ends one: on that the lawfulness of a portability may rest.
    fileprivate var bearsOnContinuation: Bool {
        switch self {
        case .continuationRequest, .continuationEnd: true
        default: false
        }
    }
}
