public import CivilTime

/// The facts of a contract, read once, and what they come to at any instant.
///
/// Each contract is folded when it is asked for. Changes are drawn for the facts asked for and no others: twenty facts of two thousand cost one fold, one
/// drawing and twenty steps.
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
    /// Time that passed before a fact is no change by the fact. Each fact of a correction has changes of its own.
    ///
    /// - Parameter versions: versions of the facts asked for. A version that no fact has is passed over.
    public func changes(toldBy versions: ClosedRange<Int>) -> [FactChanges] {
        let told = events.filter { versions.contains($0.version) }
        guard let first = told.first else { return [] }
        let before = events.prefix { $0.version < first.version }
        var contract = Contract(known: Array(before), knownAt: before.last?.recordedAt ?? first.recordedAt, schemes: schemes)
        var knowledge = Knowledge(of: contract)
        return told.map { event in
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
