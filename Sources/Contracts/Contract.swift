public import CivilTime

/// A contract as its history makes it, known at an instant: the basis of every answer and every decision.
///
/// A contract is a pure function of its events, the schemes and the instant. It holds the events known then. Those annulled by a known
/// rescission do not count. The transitions give the holder's standing, from which questions are answered. A contract without events
/// (version 0) can decide, but has no scheme.
public struct Contract: Sendable {
    /// All known events by version, annulled ones included.
    public private(set) var events: [RecordedFact]
    /// The instant of knowledge: facts and parameters learnt later do not count.
    public private(set) var knownAt: Instant
    /// The day on which deadlines are judged: the Paris day of the instant.
    public private(set) var asOf: Day

    private(set) var course: Course

    /// The contract made by these events.
    ///
    /// - Parameters:
    ///   - events: in order of version. Those recorded after `knownAt` are ignored.
    ///   - knownAt: the instant of knowledge.
    ///   - schemes: must hold every scheme that an event names.
    /// - Throws: `scheme.unknown` when a scheme is missing.
    public init(events: [RecordedFact], knownAt: Instant, schemes: Schemes) throws(Refusal) {
        let known = events.prefix(knownAt: knownAt)
        try schemes.check(known)
        self.init(known: known, knownAt: knownAt, schemes: schemes)
    }

    /// The contract as it was when the event with this version was recorded; `nil` when there is no such event.
    public init?(events: [RecordedFact], version: Int, schemes: Schemes) throws(Refusal) {
        guard let last = events.first(where: { $0.version == version }) else { return nil }
        try self.init(events: events.filter { $0.version <= version }, knownAt: last.recordedAt, schemes: schemes)
    }

    /// The contract made by events that are all known, and whose schemes all exist.
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

    /// Everyone with an enrolment in force, in the order of their first enrolment.
    public var beneficiaries: [Beneficiary] { course.beneficiaries }

    /// The version of the last known event; 0 without events.
    public var version: Int { events.last?.version ?? 0 }

    /// The standing on a day.
    public func standing(on day: Day) -> Standing { standing[day] }

    /// The same contract under other schemes: its facts are not gathered again.
    ///
    /// - Parameter schemes: must hold every scheme that an event names.
    func under(_ schemes: Schemes) -> Contract {
        var contract = self
        contract.course = Course(course, under: schemes, knownAt: knownAt)
        return contract
    }

    /// A copy of this contract with more facts, recorded now.
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

    /// The contract's scheme on the glance's day: that of the last affiliation or exemption, else the first scheme.
    func scheme(_ glance: inout Glance) -> KnownScheme { course.under.scheme(&glance) }

    /// The name of the contract's scheme on every day; `nil` for a contract without events.
    public var schemeName: Timeline<String?> {
        version == 0 ? Timeline(nil) : Timeline { glance in scheme(&glance).scheme.name }
    }

    /// The contract's scheme on a day.
    func scheme(on day: Day) -> KnownScheme { course.under.scheme(on: day) }
}

extension Contract {
    /// Applies the next recorded event. The contract is then known at its own instant or the event's, whichever is later.
    ///
    /// A rescission, or a parameter learnt since, replays the whole history; any other event is one step.
    ///
    /// - Parameter event: its version is the next.
    /// - Throws: `scheme.unknown`, without any change, when the event names a missing scheme.
    public mutating func learn(_ event: RecordedFact) throws(Refusal) {
        try schemes.check(event)
        know(at: max(knownAt, event.recordedAt))
        take(event)
    }

    /// Applies the next recorded events. All rescissions among them cost one replay together.
    ///
    /// - Parameter told: their versions are the next.
    /// - Throws: `scheme.unknown`, without any change, when an event names a missing scheme.
    public mutating func learn(_ told: [RecordedFact]) throws(Refusal) {
        try schemes.check(told)
        if let last = told.last { know(at: max(knownAt, last.recordedAt)) }
        take(told)
    }

    /// A copy of this contract, known at another instant. `instant` must not be before the last event.
    public func known(at instant: Instant) -> Contract {
        var contract = self
        contract.know(at: instant)
        return contract
    }

    /// Sets the recording instant of events that were applied before they were recorded. The contract is then known at that instant or
    /// later.
    ///
    /// - Parameter version: the version of the first of them.
    public mutating func date(from version: Int, at instant: Instant) {
        var place = events.endIndex
        while place > 0, events[place - 1].version >= version {
            place -= 1
            events[place].recordedAt = instant
        }
        know(at: max(knownAt, instant))
    }

    /// - Returns: whether a parameter of a scheme becomes known between the two instants.
    @discardableResult mutating func know(at instant: Instant) -> Bool {
        if instant == knownAt { return false }
        let isOther = schemes.learn(after: min(knownAt, instant), through: max(knownAt, instant))
        if isOther { course = Course(events, schemes: schemes, knownAt: instant) }
        knownAt = instant
        asOf = instant.parisDay
        return isOther
    }

    /// Applies facts that are known already. Rescissions among them cost one replay.
    mutating func take(_ told: some Collection<RecordedFact>) {
        if told.contains(where: \.fact.isRescission) {
            events += told
            course = Course(events, schemes: schemes, knownAt: knownAt)
        } else {
            for event in told { take(event) }
        }
    }

    /// Applies a fact that is known already.
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
    /// The facts recorded at an instant or before.
    func prefix(knownAt instant: Instant) -> [RecordedFact] {
        allSatisfy { $0.recordedAt <= instant } ? self : filter { $0.recordedAt <= instant }
    }
}

extension Schemes {
    /// Checks that every scheme named by the events exists.
    ///
    /// - Throws: `scheme.unknown` when a scheme is missing.
    func check(_ events: some Sequence<RecordedFact>) throws(Refusal) {
        for event in events { try check(event) }
    }

    /// Checks that the scheme named by the event, if any, exists.
    ///
    /// - Throws: `scheme.unknown` when it is missing.
    func check(_ event: RecordedFact) throws(Refusal) {
        if let name = event.fact.scheme, !knows(name) { throw Refusal(.schemeUnknown) }
    }
}
