public import CivilTime

/// All facts of a contract; replaying them gives the contract at any instant.
///
/// A contract is replayed on demand. Changes are computed only for the requested facts: twenty of two thousand cost one replay, one drawing
/// and twenty steps.
public struct ContractHistory: Sendable {
    /// All facts by version, annulled ones included.
    public let events: [RecordedFact]
    private let schemes: Schemes

    /// A history of these facts.
    ///
    /// - Parameters:
    ///   - events: in order of version, from 1.
    ///   - schemes: must hold every scheme that a fact names.
    /// - Throws: `scheme.unknown` when a scheme is missing.
    public init(_ events: [RecordedFact], schemes: Schemes) throws(Refusal) {
        try schemes.check(events)
        self.events = events
        self.schemes = schemes
    }

    /// The contract as known at an instant; `nil` when it was unknown then.
    public func contract(knownAt instant: Instant) -> Contract? {
        let known = events.prefix(knownAt: instant)
        return known.isEmpty ? nil : Contract(known: known, knownAt: instant, schemes: schemes)
    }

    /// The contract as it was when the fact with this version was recorded; `nil` when there is no such fact.
    public func contract(atVersion version: Int) -> Contract? {
        guard let last = events.first(where: { $0.version == version }) else { return nil }
        return Contract(known: events.filter { $0.version <= version }, knownAt: last.recordedAt, schemes: schemes)
    }

    /// The changes made by some of the facts when they were recorded, in order.
    ///
    /// Time that passed before a fact does not count as its change. The facts of a correction are one step, with their changes together.
    ///
    /// - Parameter versions: the versions of the requested facts. A correction with one of them is returned whole. Unknown versions are
    ///   ignored.
    public func changes(toldBy versions: ClosedRange<Int>) -> [FactChanges] {
        let told = events.steps.filter { step in step.contains { versions.contains($0.version) } }
        guard let first = told.first?.first else { return [] }
        let before = events.prefix { $0.version < first.version }
        var contract = Contract(known: Array(before), knownAt: before.last?.recordedAt ?? first.recordedAt, schemes: schemes)
        var knowledge = Knowledge(of: contract)
        return told.map { step in
            let facts = Array(step)
            let learnt = contract.know(at: max(contract.knownAt, facts[0].recordedAt)) ? Reach.everything : .nothing
            knowledge.follow(contract, from: learnt)
            let earlier = knowledge
            contract.take(facts)
            let reach = Reach(of: facts.map(\.fact))
            knowledge.follow(contract, from: reach)
            return FactChanges(facts: facts, changes: Changes(from: earlier, to: knowledge, within: reach))
        }
    }
}

extension Contract {
    /// The first fact of the last step: of a correction, or the last fact itself. `nil` without events.
    public var firstOfLastStep: RecordedFact? { events.steps.last?.first }
}

extension [RecordedFact] {
    /// Groups the facts by step: a correction is one step, any other fact is a step of its own.
    ///
    /// A correction starts with a rescission; all its facts have the same recording instant.
    var steps: [ArraySlice<RecordedFact>] {
        var steps: [ArraySlice<RecordedFact>] = []
        var first = startIndex
        for place in indices.dropFirst() where !self[first].fact.isRescission || self[place].recordedAt != self[first].recordedAt {
            steps.append(self[first..<place])
            first = place
        }
        if !isEmpty { steps.append(self[first...]) }
        return steps
    }
}
