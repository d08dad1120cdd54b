import CivilTime

/// A fact, and what it changed when it was told.
public struct FactChanges: Sendable {
    /// The fact.
    public let fact: RecordedFact
    /// How the contract with the fact differs from the contract without it, both known at the instant of the fact.
    public let changes: Changes

    /// The changes in a few figures. Settled are the months through the one in which the fact was told.
    public var summary: ChangesSummary { changes.summary(through: Month(of: fact.recordedAt.parisDay)) }
}
