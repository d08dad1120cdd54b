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
    /// The rule of the first transition that is not lawful. What is in the log was lawful when it was recorded; a late parameter may make
    /// it so no more. Questions do not ask, decisions do.
    @exclusivity(unchecked) private(set) var broken: Refusal?

    /// The course of the events known at an instant, annulled ones included.
    init(_ events: [RecordedFact], schemes: Schemes, knownAt instant: Instant) {
        facts = FactsInForce(events)
        self.schemes = schemes
        let first = events.first { $0.fact.mayOpenContract }?.fact.scheme
        under = SchemeLine(first: first, then: facts.transitions, of: schemes, knownAt: instant)
        walkAgain()
    }

    init(copying other: Course) {
        (facts, schemes, under, walk, broken) = (other.facts, other.schemes, other.under, other.walk, other.broken)
    }

    /// Takes one more fact, told after all others; no rescission, for that is another course.
    func take(_ event: RecordedFact, knownAt instant: Instant) {
        let transition = facts.take(event)
        let hasOtherSchemes = event.fact.scheme.map { name in
            let count = under.count
            under = SchemeLine(first: under.first ?? name, then: facts.transitions, of: schemes, knownAt: instant)
            return under.count != count
        }
        if let transition {
            if transition === facts.transitions.last, hasOtherSchemes != true { step(transition) } else { walkAgain() }
        } else if event.fact.bearsOnContinuation {
            walkAgain()
        }
    }

    /// Whether a fact, told now, leaves all transitions lawful.
    ///
    /// - Throws: the rule of the first that would not be.
    func check(_ told: RecordedFact, after events: [RecordedFact], knownAt instant: Instant) throws(Refusal) {
        if told.rescinded != nil {
            if let broken = Course(events + [told], schemes: schemes, knownAt: instant).broken { throw broken }
        } else if let transition = Transition.of(told) {
            let isLast = facts.transitions.last.map { $0.effectiveOn <= transition.effectiveOn } ?? true
            // Another scheme may be that of a portability of the same day.
            if isLast, told.fact.scheme == nil || under.last == told.fact.scheme {
                if let broken { throw broken }
                return try check(transition)
            }
            try checkTaking(told, knownAt: instant)
        } else if told.fact.bearsOnContinuation {
            try checkTaking(told, knownAt: instant)
        } else if let broken {
            throw broken
        }
    }

    private func checkTaking(_ told: RecordedFact, knownAt instant: Instant) throws(Refusal) {
        let course = Course(copying: self)
        course.take(told, knownAt: instant)
        if let broken = course.broken { throw broken }
    }

    private func walkAgain() {
        walk = StandingWalk()
        broken = nil
        for transition in facts.transitions { step(transition) }
    }

    private func step(_ transition: Transition) {
        if broken == nil {
            do throws(Refusal) { try check(transition) } catch { broken = error }
        }
        walk.take(transition)
    }
}

extension Fact {
    /// Whether it asks for a continuation or ends one: on that the lawfulness of a portability may rest.
    fileprivate var bearsOnContinuation: Bool {
        switch self {
        case .continuationRequest, .continuationEnd: true
        default: false
        }
    }
}
