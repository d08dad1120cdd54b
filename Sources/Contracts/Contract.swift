public import CivilTime

/// A contract as its history, known at an instant, makes it: what every answer and every decision is computed from.
///
/// A contract is a pure function of its events, the schemes and the instant. It holds the events known then, less those annulled by
/// a rescission known then; the walk of the transitions gives the standing, and each question is asked of the result. One without events
/// (version 0) can decide, and has no scheme to be asked about.
public struct Contract: Sendable {
    /// All events known, annulled ones included, by version.
    public private(set) var events: [RecordedFact]
    /// The instant at which the history is known; parameters learnt later do not count.
    public private(set) var knownAt: Instant
    /// The day on which deadlines are judged: the Paris day of the instant.
    public private(set) var asOf: Day

    private(set) var course: Course

    /// The contract that these events make.
    ///
    /// - Parameters:
    ///   - events: by version; those recorded after `knownAt` are left out.
    ///   - knownAt: the instant of the question.
    ///   - schemes: every scheme that an event names must be there.
    /// - Throws: `scheme.unknown` when one is not.
    public init(events: [RecordedFact], knownAt: Instant, schemes: Schemes) throws(Refusal) {
        let known = events.prefix(knownAt: knownAt)
        try schemes.check(known)
        self.init(known: known, knownAt: knownAt, schemes: schemes)
    }

    /// The contract as it was when the event with this version was recorded; `nil` when there is none.
    public init?(events: [RecordedFact], version: Int, schemes: Schemes) throws(Refusal) {
        guard let last = events.first(where: { $0.version == version }) else { return nil }
        try self.init(events: events.filter { $0.version <= version }, knownAt: last.recordedAt, schemes: schemes)
    }

    /// The contract that events make, all known, under schemes that are there.
    init(known: [RecordedFact], knownAt: Instant, schemes: Schemes) {
        events = known
        self.knownAt = knownAt
        asOf = knownAt.parisDay
        course = Course(known, schemes: schemes, knownAt: knownAt)
    }

    var schemes: Schemes { course.schemes }

    var facts: FactsInForce { _read { yield course.facts } }

    var standing: StandingLine { course.standing }

    /// All portabilities of the history, by first day.
    var portabilities: [Portability] { course.portabilities }

    /// Everyone with an enrolment in force, in the order in which they were first told.
    public var beneficiaries: [Beneficiary] { course.beneficiaries }

    /// The version of the last event known; 0 when there is none.
    public var version: Int { events.last?.version ?? 0 }

    /// The standing on a day.
    public func standing(on day: Day) -> Standing { standing[day] }

    /// This contract with more facts, told now.
    func adding(_ facts: [Fact]) -> Contract {
        var contract = self
        contract.take(told(facts))
        return contract
    }

    /// A fact as the next event.
    func told(_ fact: Fact) -> RecordedFact { RecordedFact(version: version + 1, recordedAt: knownAt, fact: fact) }

    /// Facts as the next events.
    func told(_ facts: some Collection<Fact>) -> [RecordedFact] {
        zip((version + 1)..., facts).map { RecordedFact(version: $0, recordedAt: knownAt, fact: $1) }
    }

    /// The scheme that the contract is under on the day looked at: that of the last affiliation or exemption, or the first of all.
    func scheme(_ glance: inout Glance) -> KnownScheme { course.under.scheme(&glance) }

    /// The scheme that the contract is under on a day.
    func scheme(on day: Day) -> KnownScheme { course.under.scheme(on: day) }
}

extension Contract {
    /// Takes the event that was recorded next. The contract is then known at the later of its own instant and the event's.
    ///
    /// A rescission, or a parameter learnt meanwhile, costs a fold of the whole history; any other event costs one step.
    ///
    /// - Parameter event: of the version after the last.
    /// - Throws: `scheme.unknown`, and nothing is taken, when the event names a scheme that is not there.
    public mutating func learn(_ event: RecordedFact) throws(Refusal) {
        try schemes.check(event)
        know(at: max(knownAt, event.recordedAt))
        take(event)
    }

    /// Takes the events that were recorded next. All rescissions among them cost one fold together.
    ///
    /// - Parameter told: of the versions after the last.
    /// - Throws: `scheme.unknown`, and nothing is taken, when an event names a scheme that is not there.
    public mutating func learn(_ told: [RecordedFact]) throws(Refusal) {
        try schemes.check(told)
        if let last = told.last { know(at: max(knownAt, last.recordedAt)) }
        take(told)
    }

    /// This contract, known at another instant: that of the last event or a later one, while no more events are recorded.
    public func known(at instant: Instant) -> Contract {
        var contract = self
        contract.know(at: instant)
        return contract
    }

    /// Gives events that were taken before they were recorded the instant at which they were recorded. The contract is known then or later.
    ///
    /// - Parameter version: that of the first of them.
    public mutating func date(from version: Int, at instant: Instant) {
        var place = events.endIndex
        while place > 0, events[place - 1].version >= version {
            place -= 1
            events[place].recordedAt = instant
        }
        know(at: max(knownAt, instant))
    }

    /// - Returns: whether a parameter of some scheme is another then.
    @discardableResult mutating func know(at instant: Instant) -> Bool {
        if instant == knownAt { return false }
        let isOther = schemes.learn(after: min(knownAt, instant), through: max(knownAt, instant))
        if isOther { course = Course(events, schemes: schemes, knownAt: instant) }
        knownAt = instant
        asOf = instant.parisDay
        return isOther
    }

    /// Takes facts that are known already: with rescissions among them, by one fold.
    mutating func take(_ told: some Collection<RecordedFact>) {
        if told.contains(where: \.fact.isRescission) {
            events += told
            course = Course(events, schemes: schemes, knownAt: knownAt)
        } else {
            for event in told { take(event) }
        }
    }

    /// Takes a fact that is known already.
    mutating func take(_ event: RecordedFact) {
        events.append(event)
        if event.fact.isRescission {
            course = Course(events, schemes: schemes, knownAt: knownAt)
        } else {
            if !isKnownUniquelyReferenced(&course) { course = Course(copying: course) }
            course.take(event, knownAt: knownAt)
        }
    }
}

extension [RecordedFact] {
    /// The facts recorded at an instant or before; they are in order of recording.
    func prefix(knownAt instant: Instant) -> [RecordedFact] {
        allSatisfy { $0.recordedAt <= instant } ? self : filter { $0.recordedAt <= instant }
    }
}

extension Schemes {
    /// Makes sure that every scheme named is known.
    ///
    /// - Throws: `scheme.unknown` when one is not.
    func check(_ events: some Sequence<RecordedFact>) throws(Refusal) {
        for event in events { try check(event) }
    }

    /// Makes sure that the scheme named, if any, is known.
    ///
    /// - Throws: `scheme.unknown` when it is not.
    func check(_ event: RecordedFact) throws(Refusal) {
        if let name = event.fact.scheme, !knows(name) { throw Refusal(.schemeUnknown) }
    }
}
