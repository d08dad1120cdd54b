public import CivilTime
public import Contracts

/// A question about all contracts at once.
public enum PortfolioQuestion: Hashable, Sendable {
    /// Who is covered on a day. Filters: the contract's employer on that day, and the state of the holder's cover.
    case coverage(on: Day, employer: String?, state: Cover.State?)
    /// The cotisations of a month by contract. Filter: the employer on the day that decides the month.
    case cotisations(month: Month, employer: String?)
    /// The cotisations of an employer's months by contract, as far as the employer may see them.
    case cotisationsForEmployer(String, month: Month)
    /// The totals of a month's cotisations, by employer and standing.
    case totals(month: Month, employer: String?)
    /// The worklist of clerks. Filters: the kind of work, and the last due day.
    case worklist(kind: WorkKind?, dueThrough: Day?)
    /// The worklist's pairs of people who may be the same person.
    case duplicates(dueThrough: Day?)
    /// The worklist by due day across kinds: the earliest deadline of each contract and kind. Possible duplicates of people come last.
    case workByDay(WorkFilter)
    /// The number of lines of ``workByDay(_:)`` by kind, and how many are overdue.
    case workCounts(WorkFilter)
    /// The deadlines by due day of which people are reminded, and were not reminded yet.
    case reminders(dueThrough: Day)
    /// The twelve months up to a month: people by state of cover on the 1st, contracts by standing on the deciding day.
    case months(through: Month)

    /// The kind of work of ``duplicates(dueThrough:)``.
    public static let possibleDuplicate = PortfolioReading.possibleDuplicate

    /// The names of all kinds of work.
    public static let workKinds = WorkKind.allCases.map(\.rawValue) + [possibleDuplicate]
}
