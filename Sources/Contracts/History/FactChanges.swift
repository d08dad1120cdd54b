public import CivilTime

/// The facts told in one step, and what they changed when they were told.
public struct FactChanges: Sendable {
    /// The facts, in order: those of a correction, or a single one.
    public let facts: [RecordedFact]
    /// How the contract with the facts differs from the contract without them, both known at the instant of the facts.
    public let changes: Changes

    /// The day on which the facts were told.
    public var toldOn: Day { facts[0].recordedAt.parisDay }

    /// The changes in a few figures. Settled are the months through the one in which the facts were told.
    public var summary: ChangesSummary { changes.summary(through: Month(of: toldOn)) }
}
