public import CivilTime

/// The facts of one step, and their changes when they were recorded.
public struct FactChanges: Sendable {
    /// The facts in order: those of a correction, or a single one.
    public let facts: [RecordedFact]
    /// The differences between the contract with the facts and without them, both known at the facts' instant.
    public let changes: Changes

    /// The day on which the facts were recorded.
    public var toldOn: Day { facts[0].recordedAt.parisDay }

    /// The summary of the changes. Months up to the month of recording are to be settled.
    public var summary: ChangesSummary { changes.summary(through: Month(of: toldOn)) }
}
