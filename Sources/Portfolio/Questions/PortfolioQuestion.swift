public import CivilTime
public import Contracts

/// What can be asked of all contracts at once.
public enum PortfolioQuestion: Hashable, Sendable {
    /// Who is covered on a day: all contracts known, those of an employer on that day, those whose holder is in a state.
    case coverage(on: Day, employer: String?, state: Cover.State?)
    /// What a month comes to, contract by contract; of those of an employer on the day that decides the month.
    case cotisations(month: Month, employer: String?)
    /// What a month comes to, contract by contract, for an employer: the months that are theirs, as far as they may see them.
    case cotisationsForEmployer(String, month: Month)
    /// What a month comes to in all, by employer and standing.
    case totals(month: Month, employer: String?)
    /// What waits for a clerk; only what falls due through a day, only of a kind.
    case worklist(kind: WorkKind?, dueThrough: Day?)
    /// Of what waits for a clerk, people who may be one and the same.
    case duplicates(dueThrough: Day?)
    /// What waits for a clerk by due day across kinds, one line a contract and kind: the earliest. Behind it people who may be one and the same.
    case workByDay(WorkFilter)
    /// How many lines ``workByDay(_:)`` has, by kind, and how many of them are overdue.
    case workCounts(WorkFilter)
    /// Of what waits in contracts, all of which people are reminded and were not yet, by due day.
    case reminders(dueThrough: Day)
    /// The twelve months that end with a month: people by state of cover on the 1st, contracts by standing on the day that decides the month.
    case months(through: Month)

    /// The kind of work that ``duplicates(dueThrough:)`` is.
    public static let possibleDuplicate = PortfolioReading.possibleDuplicate

    /// The names of all kinds of work.
    public static let workKinds = WorkKind.allCases.map(\.rawValue) + [possibleDuplicate]
}
