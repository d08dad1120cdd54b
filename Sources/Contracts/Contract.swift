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
    let facts: FactsInForce
    let standing: StandingLine
    private let schemesFrom: [(day: Day, scheme: KnownScheme)]

    /// The contract that these events make.
    ///
    /// - Parameters:
    ///   - events: by version; those recorded after `knownAt` are left out.
    ///   - knownAt: the instant of the question.
    ///   - schemes: every scheme that an event names must be there.
    /// - Throws: `scheme.unknown` when one is not.
    public init(events: [RecordedFact], knownAt: Instant, schemes: Schemes) throws(Refusal) {
        let known = events.filter { $0.recordedAt <= knownAt }
        guard known.allSatisfy({ $0.fact.scheme.map { schemes[$0] != nil } ?? true }) else { throw Refusal(.schemeUnknown) }
        self.init(known: known, knownAt: knownAt, schemes: schemes)
    }

    /// The contract as it was when the event with this version was recorded; `nil` when there is none.
    public init?(events: [RecordedFact], version: Int, schemes: Schemes) throws(Refusal) {
        guard let last = events.first(where: { $0.version == version }) else { return nil }
        try self.init(events: events.filter { $0.version <= version }, knownAt: last.recordedAt, schemes: schemes)
    }

    private init(known: [RecordedFact], knownAt: Instant, schemes: Schemes) {
        events = known
        self.knownAt = knownAt
        asOf = knownAt.parisDay
        self.schemes = schemes
        facts = FactsInForce(known)

        var walk = StandingWalk()
        for transition in facts.transitions {
            // What is in the log was lawful when it was recorded: a question does not judge it again.
            try? walk.take(transition) { _, _ in }
        }
        standing = StandingLine(pieces: walk.pieces)

        let named = facts.transitions.compactMap { transition in transition.fact.scheme.map { (transition.effectiveOn, $0) } }
        let first = known.lazy.compactMap(\.fact.scheme).first.map { [(Day(number: .min), $0)] } ?? []
        schemesFrom = (first + named).compactMap { day, name in
            schemes[name].map { (day, KnownScheme(scheme: $0, knownAt: knownAt)) }
        }
    }

    /// The version of the last event known; 0 when there is none.
    public var version: Int { events.last?.version ?? 0 }

    /// The standing on a day.
    public func standing(on day: Day) -> Standing { standing[day] }

    /// This contract with one more fact, told now.
    func adding(_ fact: Fact) -> Contract {
        Contract(
            known: events + [RecordedFact(version: version + 1, recordedAt: knownAt, fact: fact)], knownAt: knownAt, schemes: schemes)
    }

    /// The scheme that the contract is under on a day: that of the last affiliation or exemption, or the first of all.
    func scheme(on day: Day) -> KnownScheme {
        guard let found = schemesFrom.last(where: { $0.day <= day }) else {
            preconditionFailure("A scheme is asked for only of a contract with a fact that names one the service knows.")
        }
        return found.scheme
    }

    /// The days on which a parameter of the contract's schemes may change.
    func parameterBreaks(_ breaks: (Scheme.Parameters) -> [Day]) -> [Day] {
        var seen: Set<String> = []
        return schemesFrom.flatMap { seen.insert($0.scheme.scheme.name).inserted ? breaks($0.scheme.scheme.parameters) : [] }
    }
}
