import CivilTime

/// The state of a known history: the facts in force, the resulting standing, and caches of both.
///
/// A class, so that copies of a contract share it and reading copies nothing. `@unchecked Sendable`: it changes only while a single
/// contract holds it (``Contract/learn(_:)``).
final class Course: @unchecked Sendable {
    private(set) var facts: FactsInForce
    let schemes: Schemes
    /// The schemes of the contract.
    private(set) var under: SchemeLine
    /// The holder's standing.
    private(set) var standing = StandingLine()
    /// The first unlawful transition. All were lawful when recorded, but a parameter learnt later may change that. Only decisions use it.
    private(set) var unlawful: Unlawful?
    /// Everyone with an enrolment in force, in the order of their first enrolment.
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

    /// The course of the same events under other schemes: the facts in force stay as they are.
    ///
    /// - Parameter schemes: must hold every scheme that an event names.
    init(_ other: Course, under schemes: Schemes, knownAt instant: Instant) {
        (facts, beneficiaries) = (other.facts, other.beneficiaries)
        self.schemes = schemes
        under = SchemeLine(first: other.under.first, then: other.facts.transitions.all, of: schemes, knownAt: instant)
        walk()
        portabilities = portabilitiesOfStanding()
    }

    init(copying other: Course) {
        (facts, schemes, under, standing, unlawful) = (other.facts, other.schemes, other.under, other.standing, other.unlawful)
        (beneficiaries, portabilities) = (other.beneficiaries, other.portabilities)
    }

    /// Applies a fact, recorded after all others. Not for a rescission, which needs a new course.
    func take(_ event: RecordedFact, knownAt instant: Instant) {
        let bearing = event.fact.bearing
        follow(event, bearing, knownAt: instant)
        if bearing.aspects.touch(.portabilities) { portabilities = portabilitiesOfStanding() }
        if bearing.aspects.touch(.rights) { takeRights(event) }
    }

    /// Applies a fact, and updates schemes, standing and the first unlawful transition; portabilities and rights stay as they were.
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

    /// Updates the rights of beneficiaries after a fact that is already in force.
    private func takeRights(_ event: RecordedFact) {
        let id = event.fact.named.beneficiary
        let known = beneficiaries.firstIndex { $0.id == id }
        switch (event.fact, known) {
        case (.enrolment(let fact), nil): beneficiaries.append(Beneficiary(Recorded(version: event.version, fact: fact), in: facts))
        case (.removal(let fact), let place?): beneficiaries[place].take(Recorded(version: event.version, fact: fact))
        case (.statusRecord(let fact), let place?): beneficiaries[place].take(Recorded(version: event.version, fact: fact))
        // Rebuilds all. An enrolment of a known person needs this too: statuses stated on joining come before those recorded later.
        default: beneficiaries = Beneficiary.all(in: facts)
        }
    }

    /// Checks that a fact recorded now leaves all transitions lawful. Not for a rescission.
    ///
    /// - Throws: the first transition that would be unlawful.
    func check(_ told: RecordedFact, knownAt instant: Instant) throws(Unlawful) {
        let bearing = told.fact.bearing
        if let transition = Transition.of(told) {
            let isLast = facts.transitions.all.last.map { $0.effectiveOn <= transition.effectiveOn } ?? true
            // A new scheme may also apply to a portability of the same day.
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

    /// Replays all transitions.
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
