public import CivilTime

/// The facts of a contract, read once, and what they come to at any instant.
///
/// Each knowledge is folded when it is asked for, and what facts changed is drawn for those facts alone: a page of twenty facts of two thousand
/// costs one fold and twenty steps.
public struct ContractHistory: Sendable {
    /// All facts, annulled ones included, by version.
    public let events: [RecordedFact]
    private let schemes: Schemes

    /// The history that these facts are.
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
    /// The facts of a correction changed what each of them alone would have: together they changed what the correction did.
    ///
    /// - Parameter versions: those that no fact has are passed over.
    public func changes(toldBy versions: ClosedRange<Int>) -> [FactChanges] {
        let told = events.filter { versions.contains($0.version) }
        guard let first = told.first else { return [] }
        let before = events.prefix { $0.version < first.version }
        var contract = Contract(known: Array(before), knownAt: before.last?.recordedAt ?? first.recordedAt, schemes: schemes)
        var knowledge = Knowledge(of: contract)
        return told.map { event in
            // What time alone changed meanwhile is no change by the fact.
            let learnt = contract.know(at: max(contract.knownAt, event.recordedAt)) ? Reach.everything : .nothing
            knowledge.follow(contract, from: learnt)
            let earlier = knowledge
            contract.take(event)
            let reach = Reach(of: event.fact)
            knowledge.follow(contract, from: reach)
            return FactChanges(fact: event, changes: Changes(from: earlier, to: knowledge, within: reach))
        }
    }
}

/// A fact, and what it changed when it was told.
public struct FactChanges: Sendable {
    /// The fact.
    public let fact: RecordedFact
    /// The contract known with the fact, against the contract known at the same instant without it.
    public let changes: Changes

    /// The changes in a few figures, with what was to be settled through the month in which the fact was told.
    public var summary: ChangesSummary { changes.summary(through: Month(of: fact.recordedAt.parisDay)) }
}
