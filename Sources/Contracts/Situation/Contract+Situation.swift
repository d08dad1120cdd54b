public import CivilTime

extension Contract {
    /// The contract's answers to portfolio questions.
    public var situation: Situation { SituationDrawing(of: self).situation }

    /// The situations of a whole history: one for each instant at which a fact or a parameter of a named scheme becomes known.
    ///
    /// Each lasts until the next; consecutive situations may be equal.
    ///
    /// - Parameters:
    ///   - events: in order of version.
    ///   - from: if given, earlier situations are left out, except the last before it.
    ///   - schemes: must hold every scheme that an event names.
    /// - Throws: `scheme.unknown` when a scheme is missing.
    public static func situations(
        of events: [RecordedFact], from: Instant? = nil, schemes: Schemes
    ) throws(Refusal) -> [(knownFrom: Instant, situation: Situation)] {
        try schemes.check(events)
        var instants = schemes.instants(of: events)
        if let from, let last = instants.lastIndex(where: { $0 < from }) { instants.removeFirst(last) }

        guard let first = instants.first else { return [] }
        var contract = Contract(known: events.prefix(knownAt: first), knownAt: first, schemes: schemes)
        var drawing = SituationDrawing(of: contract)
        return instants.map { instant in
            var reach = contract.know(at: instant) ? Reach.everything : Reach.nothing
            let learnt = events[contract.events.count...].prefix { $0.recordedAt <= instant }
            contract.take(learnt)
            for event in learnt { reach.formUnion(Reach(of: event.fact)) }
            drawing.follow(contract, from: reach)
            return (instant, drawing.situation)
        }
    }
}

extension Schemes {
    /// The instants at which more of a history becomes known, in order: those of its events, and those after the first event at which a
    /// parameter of a named scheme is learnt.
    fileprivate func instants(of events: [RecordedFact]) -> [Instant] {
        guard let first = events.first?.recordedAt else { return [] }
        var instants: [Instant] = []
        var names: [String] = []
        for event in events {
            if event.recordedAt != instants.last { instants.append(event.recordedAt) }
            if let name = event.fact.scheme, !names.contains(name) { names.append(name) }
        }
        let learnt = names.flatMap { self.instants(of: $0) }.filter { $0 > first }
        return learnt.isEmpty ? instants : Set(instants + learnt).sorted()
    }
}
