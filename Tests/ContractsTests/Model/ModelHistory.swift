/// One recorded event.
struct ModelEvent: Hashable, Sendable {
    var version: Int
    var recordedAt: ModelInstant
    var command: ModelCommand
}

/// What is known at an instant: the events that count then, in the order of recording. Nothing is carried over from one instant to another.
struct ModelHistory: Sendable {
    /// A transition at its place in the order (effective day, order of recording).
    struct Transition: Sendable {
        var day: ModelDay
        var event: ModelEvent
        var standing: ModelStanding
    }

    let scheme: ModelScheme
    let events: [ModelEvent]
    let knownAt: ModelInstant
    /// All of them, lawful or not.
    let allTransitions: [Transition]
    /// Those that the table allows where they stand: others lead nowhere, which is seen only within a correction.
    let transitions: [Transition]
    let proofs: [ModelCommand.Proof]
    private(set) var portabilities: [Portability] = []
    private(set) var persons: [ModelPerson: Person] = [:]

    /// Takes all the events recorded up to `knownAt`, rescissions among them.
    init(scheme: ModelScheme, recorded: [ModelEvent], knownAt: ModelInstant) {
        var annulled: Set<Int> = []
        for event in recorded {
            if case .rescind(let version) = event.command { annulled.insert(version) }
        }
        self.scheme = scheme
        self.knownAt = knownAt
        events = recorded.filter { event in
            if case .rescind = event.command { return false }
            return !annulled.contains(event.version)
        }
        var unsorted: [Transition] = []
        for event in events {
            guard let day = event.command.transitionDay else { continue }
            unsorted.append(Transition(day: day, event: event, standing: ModelStanding(after: event.command)))
        }
        allTransitions = unsorted.sorted { ($0.day, $0.event.version) < ($1.day, $1.event.version) }
        transitions = ModelHistory.allowedByTable(allTransitions)
        proofs = events.compactMap { event in
            if case .recordProof(let proof) = event.command { proof } else { nil }
        }
        portabilities = workOutPortabilities()
        persons = workOutPersons()
    }

    /// The day in Paris on which the question is asked.
    var asOf: ModelDay { knownAt.parisDay }

    /// The transition that decides a day: the last of the latest day that has any.
    func deciding(on day: ModelDay) -> Transition? {
        transitions.last { $0.day <= day }
    }

    func standing(on day: ModelDay) -> ModelStanding {
        deciding(on: day)?.standing ?? .outside
    }

    func value<Value>(_ rows: KeyPath<ModelScheme, [ModelScheme.Row<Value>]>, on day: ModelDay) -> Value {
        ModelScheme.row(of: scheme[keyPath: rows], on: day, knownAt: knownAt).value
    }
}

extension ModelHistory {
    var affiliations: [ModelCommand.Affiliation] {
        events.compactMap { event in
            if case .affiliate(let affiliation) = event.command { affiliation } else { nil }
        }
    }

    var firstAffiliationDay: ModelDay? { affiliations.map(\.effectiveOn).min() }
}
