public import CivilTime

/// The cotisation of a month, and the reasons for it.
public struct Cotisation: Sendable {
    /// The month.
    public let month: Month
    /// The day that decides it.
    public let decidedOn: Day
    /// The holder's standing on that day.
    public let standing: Standing
    /// The lines that add up to it.
    public let lines: [CotisationLine]
    /// The amounts between the parties.
    public let due: Flows
    /// How it is collected.
    public let collection: CotisationCollection
    /// The names of the parameters used that are not confirmed, sorted.
    public let unconfirmed: [String]
    /// The rules and events that decided.
    public let because: [Reason]
}
