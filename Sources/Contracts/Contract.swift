public import CivilTime

/// A contract as its history, known at an instant, makes it: what every answer and every decision is computed from.
///
/// A contract is a pure function of its events, the schemes and the instant. It holds the events known then, less those annulled by
/// a rescission known then; the walk of the transitions gives the standing, and each question is asked of the result. One without events
/// (version 0) can decide, and has no scheme to be asked about.
public struct Contract: Sendable {
    /// All events known, annulled ones included, by version.
    public let events: [RecordedFact]
    /// The instant at which the history is known; parameters learnt later do not count.
    public let knownAt: Instant
    /// The day on which deadlines are judged: the Paris day of the instant.
    public let asOf: Day

    let schemes: Schemes
    private let history: History
    /// All portabilities of the history, by first day.
    private(set) var portabilities: [Portability] = []

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
        self.init(known: known, facts: FactsInForce(known), knownAt: knownAt, schemes: schemes)
    }

    /// The contract as it was when the event with this version was recorded; `nil` when there is none.
    public init?(events: [RecordedFact], version: Int, schemes: Schemes) throws(Refusal) {
        guard let last = events.first(where: { $0.version == version }) else { return nil }
        try self.init(events: events.filter { $0.version <= version }, knownAt: last.recordedAt, schemes: schemes)
    }

    /// The contract that facts in force make, those of `known`.
    init(known: [RecordedFact], facts: FactsInForce, knownAt: Instant, schemes: Schemes) {
        events = known
        self.knownAt = knownAt
        asOf = knownAt.parisDay
        self.schemes = schemes
        history = History(facts: facts, schemes: schemes.named(by: known, facts.transitions, knownAt: knownAt))
        portabilities = standing.pieces.filter { $0.standing == .portability }.map(portability(of:))
    }

    var facts: FactsInForce { history.facts }

    var standing: StandingLine { history.standing }

    /// Everyone with an enrolment in force, in the order in which they were first told.
    public var beneficiaries: [Beneficiary] { history.beneficiaries }

    /// The version of the last event known; 0 when there is none.
    public var version: Int { events.last?.version ?? 0 }

    /// The standing on a day.
    public func standing(on day: Day) -> Standing { standing[day] }

    /// This contract with one more fact, told now.
    func adding(_ fact: Fact) -> Contract {
        Contract(known: events + [told(fact)], facts: facts(with: fact), knownAt: knownAt, schemes: schemes)
    }

    /// The facts in force with one more, told now.
    func facts(with fact: Fact) -> FactsInForce {
        let told = told(fact)
        if told.rescinded != nil { return FactsInForce(events + [told]) }
        var facts = facts
        facts.take(told)
        return facts
    }

    private func told(_ fact: Fact) -> RecordedFact { RecordedFact(version: version + 1, recordedAt: knownAt, fact: fact) }

    /// The scheme that the contract is under on the day looked at: that of the last affiliation or exemption, or the first of all.
    func scheme(_ glance: inout Glance) -> KnownScheme {
        guard var found = history.schemes.first?.scheme else {
            preconditionFailure("A scheme is asked for only of a contract with a fact that names one the service knows.")
        }
        for (day, scheme) in history.schemes.dropFirst() {
            guard glance.hasReached(day) else { break }
            found = scheme
        }
        return found
    }

    /// The scheme that the contract is under on a day.
    func scheme(on day: Day) -> KnownScheme {
        var glance = Glance(day)
        return scheme(&glance)
    }
}

extension [RecordedFact] {
    /// The facts recorded at an instant or before; they are in order of recording.
    func prefix(knownAt instant: Instant) -> [RecordedFact] {
        allSatisfy { $0.recordedAt <= instant } ? self : filter { $0.recordedAt <= instant }
    }
}

/// What a known history comes to, whatever is asked of it. Shared by the copies of a contract.
private final class History: Sendable {
    let facts: FactsInForce
    let standing: StandingLine
    let beneficiaries: [Beneficiary]
    /// The schemes that the contract is under, each from a day on; the first from always.
    let schemes: [(day: Day, scheme: KnownScheme)]

    init(facts: FactsInForce, schemes: [(day: Day, scheme: KnownScheme)]) {
        self.facts = facts
        standing = StandingLine(of: facts.transitions)
        beneficiaries = Beneficiary.all(in: facts)
        self.schemes = schemes
    }
}

extension Schemes {
    /// Makes sure that every scheme named is known.
    ///
    /// - Throws: `scheme.unknown` when one is not.
    func check(_ events: some Sequence<RecordedFact>) throws(Refusal) {
        for event in events {
            if let name = event.fact.scheme, !knows(name) { throw Refusal(.schemeUnknown) }
        }
    }

    /// The schemes that transitions name, each from its day on; before the first of them that which the first event names.
    fileprivate func named(
        by events: [RecordedFact], _ transitions: [Transition], knownAt instant: Instant
    ) -> [(day: Day, scheme: KnownScheme)] {
        var named: [(day: Day, scheme: KnownScheme)] = []
        func under(_ name: String, from day: Day) {
            guard name != named.last?.scheme.scheme.name, let scheme = scheme(name, knownAt: instant) else { return }
            named.append((day, scheme))
        }
        if let first = events.first(where: { $0.fact.scheme != nil })?.fact.scheme { under(first, from: .distantPast) }
        for transition in transitions {
            if let name = transition.fact.scheme { under(name, from: transition.effectiveOn) }
        }
        return named
    }
}
