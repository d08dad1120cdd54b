public import CivilTime
import JSON

/// What can be asked of one contract.
public enum Question: Hashable, Sendable {
    /// Who is covered on a day, and on what ground.
    case coverage(on: Day)
    /// What a month comes to, and against what was known before, when asked.
    case cotisation(month: Month, comparedWith: KnownAt?)
    /// What a month that is an employer's comes to, as far as they may see it.
    case cotisationForEmployer(String, month: Month, comparedWith: KnownAt?)
    /// What may be claimed or asked for on a day.
    case eligibility(on: Day)
    /// The whole line.
    case timeline
    /// How the contract differs from what was known before; by default from what was known before the last fact.
    case changes(since: KnownAt?)
    /// Which commands may be told for a day. The answer is always of the present.
    case commands(on: Day)
    /// The newest `limit` facts, or the last `limit` through a version, each with what it changed when it was told.
    case facts(through: Int?, limit: Int)
    /// What was recorded, by whom and when.
    case events
    /// What was recorded and when, for the holder: without who recorded it, and without the words of clerks.
    case eventsForHolder
}
