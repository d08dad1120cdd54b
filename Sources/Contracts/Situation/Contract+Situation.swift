public import CivilTime

extension Contract {
    /// All that portfolio questions ask of the contract.
    public var situation: Situation { SituationDrawing(of: self).situation }

    /// The situations of a whole history, one after the other: one for each instant at which more is known, be it a fact or, later, a
    /// parameter of a scheme that the contract names. Each lasts until the next; one equal to the one before it is kept.
    ///
    /// - Parameters:
    ///   - events: by version.
    ///   - from: when given, those of earlier instants are left out, save the last before it.
    ///   - schemes: every scheme that an event names must be there.
    /// - Throws: `scheme.unknown` when one is not.
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
    /// The instants at which more is known of a history, in order: those of its events, and those, later than the first, at which a
    /// parameter of a scheme that one names is learnt.
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
