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

    /// The kind of work that ``duplicates(dueThrough:)`` is.
    public static let possibleDuplicate = PortfolioReading.possibleDuplicate

    /// The names of all kinds of work.
    public static let workKinds = WorkKind.allCases.map(\.rawValue) + [possibleDuplicate]
}

/// A question about all contracts, with how its answer is to be given.
public struct Inquiry: Hashable, Sendable {
    /// The question.
    public var question: PortfolioQuestion
    /// The instant of the knowledge asked for; `nil` for all there is.
    public var knownAt: Instant?
    /// A part of the answer; `nil` for all of it, streamed.
    public var page: Page?
    /// How it is written.
    public var format: PortfolioFormat
    /// The position that the projections must have reached.
    public var atLeast: Int64?

    /// A part of an answer, small enough to be given at once.
    public struct Page: Hashable, Sendable {
        /// The `next` of the page before; `nil` for the first.
        public var after: String?
        /// The most lines, from 1 to `Page.limit`.
        public var limit: Int

        /// The most lines that a page may have.
        public static let limit = 1000

        /// A page.
        public init(after: String? = nil, limit: Int) {
            self.after = after
            self.limit = limit
        }
    }

    /// A question about all contracts.
    public init(
        _ question: PortfolioQuestion, knownAt: Instant? = nil, page: Page? = nil, format: PortfolioFormat = .ndjson, atLeast: Int64? = nil
    ) {
        self.question = question
        self.knownAt = knownAt
        self.page = page
        self.format = format
        self.atLeast = atLeast
    }
}

/// How an answer about all contracts is written.
public enum PortfolioFormat: Hashable, Sendable {
    /// A JSON object a line: the single answer's without `because` and `lines`.
    case ndjson
    /// RFC 4180, with a heading: a line for each person covered, contract, total or item.
    case csv
    /// The same for a French spreadsheet: a byte order mark, semicolons, French headings, euros with a decimal comma, codes as texts.
    case excelFrench
}
