public import CivilTime

/// All facts of a contract, from which the contract at any instant is folded.
///
/// A contract is folded when it is asked for. Changes are drawn only for the facts asked for: twenty facts of two thousand cost one fold, one drawing
/// and twenty steps.
public struct ContractHistory: Sendable {
    /// All facts, annulled ones included, by version.
    public let events: [RecordedFact]
    private let schemes: Schemes

    /// A history of these facts.
    ///
    /// - Parameters:
    ///   - events: by version, from 1.
    ///   - schemes: every scheme that a fact names must be there.
    /// - Throws: `scheme.unknown` when one is not.
    public init(_ events: [RecordedFact], schemes: Schemes) throws(Refusal) {
        try schemes.check(events)
        self.events = events
        self.schemes = schemes
    }

    /// The contract as known at an instant; `nil` when nothing was known then.
    public func contract(knownAt instant: Instant) -> Contract? {
        let known = events.prefix(knownAt: instant)
        return known.isEmpty ? nil : Contract(known: known, knownAt: instant, schemes: schemes)
    }

    /// The contract as it was when the fact with this version was recorded; `nil` when there is none.
    public func contract(atVersion version: Int) -> Contract? {
        guard let last = events.first(where: { $0.version == version }) else { return nil }
        return Contract(known: events.filter { $0.version <= version }, knownAt: last.recordedAt, schemes: schemes)
    }

    /// What some of the facts changed when they were told, in order.
    ///
    /// Time that passed before a fact is no change by the fact. The facts of a correction are told in one step, and change something together.
    ///
    /// - Parameter versions: versions of the facts asked for. A correction with one of them is answered whole. A version that no fact has is passed over.
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
    /// The first fact of the last step: a correction, or the last fact itself; `nil` without events.
    public var firstOfLastStep: RecordedFact? { events.steps.last?.first }
}

extension [RecordedFact] {
    /// The facts by the step in which they were told: a correction is one step, any other fact a step of its own.
    ///
    /// A correction begins with a rescission; all its facts are recorded at one instant.
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
