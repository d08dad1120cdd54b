public import CivilTime
import JSON

/// A question about one contract.
public enum Question: Hashable, Sendable {
    /// Who is covered on a day, and why.
    case coverage(on: Day)
    /// The amounts of a month, with the difference from an earlier state of knowledge if requested.
    case cotisation(month: Month, comparedWith: KnownAt?)
    /// The amounts of an employer's month, limited to the data that the employer may see.
    case cotisationForEmployer(String, month: Month, comparedWith: KnownAt?)
    /// The benefits and requests that are possible on a day.
    case eligibility(on: Day)
    /// The whole timeline.
    case timeline
    /// The changes since an earlier state of knowledge; by default, since just before the last fact.
    case changes(since: KnownAt?)
    /// The commands possible on a day. Always uses the present contract.
    case commands(on: Day)
    /// The newest `limit` facts, or the last `limit` up to a version, each with its changes at the time.
    case facts(through: Int?, limit: Int)
    /// All events, with their callers and times.
    case events
    /// All events with their times, for the holder: without the callers and the clerks' texts.
    case eventsForHolder
}
