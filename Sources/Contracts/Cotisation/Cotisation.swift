public import CivilTime

/// What a month comes to, and why.
public struct Cotisation: Sendable {
    /// The month.
    public let month: Month
    /// The day that decides it.
    public let decidedOn: Day
    /// The holder's standing on that day.
    public let standing: Standing
    /// What it is made of.
    public let lines: [CotisationLine]
    /// Who pays what to whom.
    public let due: Flows
    /// How it is collected.
    public let collection: CotisationCollection
    /// The names of the parameters used that are not confirmed, sorted.
    public let unconfirmed: [String]
    /// The rules and events that decided.
    public let because: [Reason]
}
