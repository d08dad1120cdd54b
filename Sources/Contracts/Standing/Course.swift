import CivilTime

/// What a known history comes to: the facts in force, the standing to which their transitions lead, and what is kept of both.
///
/// A class: copies of a contract share it, and reading it copies nothing. `@unchecked`: it changes only while one contract alone holds it
/// (``Contract/learn(_:)``).
final class Course: @unchecked Sendable {
    private(set) var facts: FactsInForce
    let schemes: Schemes
    /// The schemes that the contract is under.
    private(set) var under: SchemeLine
    /// The holder's standing.
    private(set) var standing = StandingLine()
    /// The first transition that is not lawful: all were lawful when they were recorded, and a parameter learnt later may change that. Decisions
    /// ask for it, questions do not.
    private(set) var unlawful: Unlawful?
    /// Everyone with an enrolment in force, in the order in which they were first told.
    private(set) var beneficiaries: [Beneficiary]
    /// All portabilities, by first day.
    private(set) var portabilities: [Portability] = []

    /// The course of the events known at an instant, annulled ones included.
    init(_ events: [RecordedFact], schemes: Schemes, knownAt instant: Instant) {
        facts = FactsInForce(events)
        self.schemes = schemes
        let first = events.first { $0.fact.mayOpenContract }?.fact.scheme
        under = SchemeLine(first: first, then: facts.transitions.all, of: schemes, knownAt: instant)
        beneficiaries = Beneficiary.all(in: facts)
        walk()
        portabilities = portabilitiesOfStanding()
    }

    init(copying other: Course) {
        (facts, schemes, under, standing, unlawful) = (other.facts, other.schemes, other.under, other.standing, other.unlawful)
        (beneficiaries, portabilities) = (other.beneficiaries, other.portabilities)
    }

    /// Takes one more fact, told after all others. It is no rescission: that makes another course.
    func take(_ event: RecordedFact, knownAt instant: Instant) {
        let bearing = event.fact.bearing
        follow(event, bearing, knownAt: instant)
        if bearing.aspects.touch(.portabilities) { portabilities = portabilitiesOfStanding() }
        if bearing.aspects.touch(.rights) { takeRights(event) }
    }

    /// Takes a fact, and follows the transitions with it.
    private func follow(_ event: RecordedFact, _ bearing: Bearing, knownAt instant: Instant) {
        let transition = facts.take(event)
        let count = under.count
        if let name = event.fact.scheme {
            under = SchemeLine(first: under.first ?? name, then: facts.transitions.all, of: schemes, knownAt: instant)
        }
        if let transition, transition === facts.transitions.all.last, under.count == count {
            step(transition, from: &standing)
        } else if bearing.aspects.touch(.lawfulness) {
            walk()
        }
    }

    /// Makes again what a fact that is in force already bears on: the rights of a beneficiary.
    private func takeRights(_ event: RecordedFact) {
        let id = event.fact.named.beneficiary
        let known = beneficiaries.firstIndex { $0.id == id }
        switch (event.fact, known) {
        case (.enrolment(let fact), nil): beneficiaries.append(Beneficiary(Recorded(version: event.version, fact: fact), in: facts))
        case (.removal(let fact), let place?): beneficiaries[place].take(Recorded(version: event.version, fact: fact))
        case (.statusRecord(let fact), let place?): beneficiaries[place].take(Recorded(version: event.version, fact: fact))
        // All are made again. So it is with an enrolment of a known person: statuses told on joining come before those told later.
        default: beneficiaries = Beneficiary.all(in: facts)
        }
    }

    /// Whether a fact, told now, leaves all transitions lawful; it is no rescission.
    ///
    /// - Throws: the first that would not be.
    func check(_ told: RecordedFact, knownAt instant: Instant) throws(Unlawful) {
        let bearing = told.fact.bearing
        if let transition = Transition.of(told) {
            let isLast = facts.transitions.all.last.map { $0.effectiveOn <= transition.effectiveOn } ?? true
            // Another scheme may be that of a portability of the same day.
            if isLast, !bearing.aspects.contains(.scheme) || told.fact.scheme == under.last {
                if let unlawful { throw unlawful }
                do throws(Refusal) { return try check(transition, after: standing) } catch {
                    throw Unlawful(transition: transition, refusal: error)
                }
            }
        } else if !bearing.aspects.touch(.lawfulness) {
            if let unlawful { throw unlawful }
            return
        }
        let course = Course(copying: self)
        course.follow(told, bearing, knownAt: instant)
        if let unlawful = course.unlawful { throw unlawful }
    }

    /// Walks through all transitions.
    private func walk() {
        var line = StandingLine()
        unlawful = nil
        for transition in facts.transitions.all { step(transition, from: &line) }
        standing = line
    }

    private func step(_ transition: Transition, from line: inout StandingLine) {
        if unlawful == nil {
            do throws(Refusal) { try check(transition, after: line) } catch {
                unlawful = Unlawful(transition: transition, refusal: error)
            }
        }
        line.take(transition)
    }
}
