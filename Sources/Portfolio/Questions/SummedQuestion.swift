import CivilTime

/// A question whose answer counts all contracts. It is read in ranges of contracts, whose sums are added up.
enum SummedQuestion: Sendable {
    /// The totals of a month's cotisations.
    case totals(month: Month, employer: String?)
    /// The twelve months up to a month.
    case months(through: Month)
    /// The number of lines of the worklist.
    case workCounts(WorkFilter)

    /// The employer whose contracts are counted. They are few, and looked up by an index: they are one range.
    var employer: String? {
        switch self {
        case .totals(_, let employer): employer
        case .months: nil
        case .workCounts(let filter): filter.employer
        }
    }
}

extension PortfolioQuestion {
    /// This question, if it is read in ranges of contracts.
    var summed: SummedQuestion? {
        switch self {
        case .totals(let month, let employer): .totals(month: month, employer: employer)
        case .months(let last): .months(through: last)
        case .workCounts(let filter): .workCounts(filter)
        case .coverage, .cotisations, .cotisationsForEmployer, .worklist, .duplicates, .workByDay, .reminders: nil
        }
    }
}
