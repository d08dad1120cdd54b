import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Reads an answer, a page or a slice of it from one version of the projections, in one snapshot, and writes it as lines.
///
/// Rows come in index order through a binary COPY, without a sort.
struct PortfolioReading {
    let session: Session
    /// The schema of the version that is read.
    let schema: String
    let knownAt: Instant
    /// Whether every projected event and parameter was known at `knownAt`.
    let isCurrent: Bool
    /// The day on which deadlines are judged.
    let asOf: Day
    let knownAtText: String
    let format: PortfolioFormat
    /// The page or the slice to read; nil for all.
    let page: Inquiry.Page?
    /// Whether `page` is a slice: then its limit may count contracts instead of lines, and only the first slice has a heading.
    let isSlice: Bool
    /// The last contract that a slice by contracts may read; nil when only its size bounds it. Several servers would each send as many contracts as
    /// the slice has, for the one that merges them to leave out most.
    let end: UUID?
    /// The same for a slice by due day: the last due day that it may read.
    let lastDay: Day?
    /// The contracts to sum up.
    var range: ContractRange

    init(
        session: Session, schema: String, knownAt: Instant, isCurrent: Bool, format: PortfolioFormat, page: Inquiry.Page?,
        isSlice: Bool = false, end: UUID? = nil, lastDay: Day? = nil, range: ContractRange = .all
    ) {
        self.session = session
        self.schema = schema
        self.knownAt = knownAt
        self.isCurrent = isCurrent
        asOf = knownAt.parisDay
        knownAtText = knownAt.description
        self.format = format
        self.page = page
        self.isSlice = isSlice
        self.end = end
        self.lastDay = lastDay
        self.range = range
    }

    /// The page is full, and more lines follow.
    struct PageFull: Error {
        /// Where the next page begins.
        let next: String
        /// How many contracts were read; nil when lines were counted.
        var contracts: Int?
        /// The due days of the lines, when they come by due day.
        var days: DueDays?
    }

    /// Reads all lines of the answer, the page or the slice.
    ///
    /// - Throws: `PageFull`; the session's transaction is then rolled back.
    func read(_ question: PortfolioQuestion, to lines: LineOutput) throws {
        switch question {
        case .coverage(let day, let employer, let state): try coverage(on: day, employer: employer, state: state, to: lines)
        case .cotisations(let month, let employer): try cotisations(of: month, employer: employer, to: lines)
        case .cotisationsForEmployer(let employer, let month): try cotisations(of: month, for: employer, to: lines)
        case .worklist(let kind, let dueThrough): try worklist(of: kind, dueThrough: dueThrough, to: lines)
        case .duplicates(let dueThrough):
            worklistHeading(to: lines)
            try duplicates(dueThrough: dueThrough, employer: nil, after: 0, to: lines)
        case .workByDay(let filter): try workByDay(filter, to: lines)
        case .reminders(let dueThrough): try reminders(dueThrough: dueThrough, to: lines)
        case .workCounts(let filter): try readSums(.workCounts(filter), to: lines)
        case .totals(let month, let employer): try readSums(.totals(month: month, employer: employer), to: lines)
        case .months(let last): try readSums(.months(through: last), to: lines)
        }
    }

    /// Adds the contracts of `range` to the sums of an answer.
    func add(_ question: SummedQuestion, to sums: inout PortfolioSums) throws {
        switch question {
        case .totals(let month, let employer): try addTotals(of: month, employer: employer, to: &sums)
        case .months(let last): try addMonths(through: last, to: &sums)
        case .workCounts(let filter): try addWorkCounts(filter, to: &sums)
        }
    }

    /// Writes the sums of all ranges.
    func write(_ sums: PortfolioSums, of question: SummedQuestion, to lines: LineOutput) throws {
        switch question {
        case .totals(let month, _): writeTotals(sums, of: month, to: lines)
        case .months(let last): writeMonths(sums, through: last, to: lines)
        case .workCounts(let filter): try writeWorkCounts(sums, filter, to: lines)
        }
    }

    private func readSums(_ question: SummedQuestion, to lines: LineOutput) throws {
        var sums = PortfolioSums()
        try add(question, to: &sums)
        try write(sums, of: question, to: lines)
    }

    /// Runs a query and passes its rows to `row`.
    ///
    /// - Parameters:
    ///   - employer: the employer whose contracts the query reads. They are found by an index of their own, and then sorted.
    ///   - isOrdered: whether the rows of all contracts must come in index order.
    func rows(_ query: String, employer: String?, isOrdered: Bool = true, _ row: (inout BinaryRow) throws -> Void) throws {
        try prepare(isOrdered: isOrdered && employer == nil)
        // COPY takes no parameters. Its text holds only numbers, days, instants, UUIDs and quoted literals.
        try session.copyOut(bytesOf: SQL(unsafe: "COPY (\(query)) TO STDOUT (FORMAT binary)")) { bytes in
            guard var stored = BinaryRow(bytes) else { return }
            try row(&stored)
        }
    }

    /// The rows of a query, for which the next statement need not wait.
    func bufferedRows(_ query: String, employer: String?) throws -> BufferedRows {
        try prepare(isOrdered: employer == nil)
        var rows = BufferedRows()
        try session.copyOut(bytesOf: SQL(unsafe: "COPY (\(query)) TO STDOUT (FORMAT binary)")) { rows.append($0) }
        return rows
    }

    /// Settings for the query, until the end of the transaction.
    func prepare(isOrdered: Bool) throws {
        guard isOrdered else { return }
        // Forces an index scan despite the planner's statistics: the rows must be sorted, and the first must come at once.
        try session.execute("SELECT set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true)")
    }

    // MARK: Parts of queries

    var instant: String { "timestamptz '\(knownAt)'" }

    func date(_ day: Day) -> String { "date '\(day)'" }

    /// A condition on a table: deadlines that wait, as known. An index of its own holds those that wait now.
    func waiting(in table: String) -> String {
        isCurrent ? "\(table).known_until = 'infinity'" : "\(table).known_from <= \(instant) AND \(table).known_until > \(instant)"
    }

    /// How many contracts to read: one more than the page holds tells whether another follows.
    var limit: String { page.map { "LIMIT \($0.limit + 1)" } ?? "" }

    /// A condition: the contracts of ``range``.
    func inRange(_ column: String) -> String { "AND \(range.condition(column))" }

    /// The contract after which the page begins; nil for the first page.
    var cursor: UUID? {
        get throws {
            guard let after = page?.after else { return nil }
            guard let id = UUID(text: after) else { throw PortfolioError.badCursor }
            return id
        }
    }

    /// A condition: the contracts after a cursor, up to ``end``.
    func after(_ cursor: UUID?, _ column: String) -> String {
        "\(cursor.map { "AND \(column) > '\($0.text)'" } ?? "") \(end.map { "AND \(column) <= '\($0.text)'" } ?? "")"
    }

    /// A condition on `e`: the employer, if one is given.
    func isOf(_ employer: String?) -> String { employer.map { "AND e.employer = \(SQL.literal($0))" } ?? "" }

    /// A condition on `k`: contracts that have the employer on any day, a superset of those on the day asked for.
    func candidates(_ employer: String?) -> String {
        guard let employer else { return "" }
        let isTheirs = "employers @> ARRAY[\(SQL.literal(employer))]"
        if isCurrent { return "AND k.\(isTheirs)" }
        return """
            AND k.contract_id IN (
                SELECT contract_id FROM \(schema).contract WHERE \(isTheirs) UNION SELECT contract_id FROM \(schema).employment WHERE \(isTheirs))
            """
    }

    /// Joins the employer of `k` on a day, as known, as `e`.
    func employment(on day: String) -> String {
        """
        \(known(.employment, as: "w")) CROSS JOIN LATERAL (SELECT w.employers[width_bucket(\(day), w.starts)] AS employer) e
        """
    }

    /// Joins a part of `k` as known: from the contract's row, or from the part's own table if the row became known later. A contract that was
    /// not known has none.
    func known(_ part: KnownPart, as name: String) -> String {
        if isCurrent {
            return "CROSS JOIN LATERAL (SELECT \(part.columns.map { "k.\($0.contract) AS \($0.own)" }.joined(separator: ", "))) \(name)"
        }
        let isHolder = part == .cover ? "AND person = \(KnownPart.holder)" : ""
        let values = part.columns.map {
            "CASE WHEN k.\(part.from) <= \(instant) THEN k.\($0.contract) ELSE \(name)_then.\($0.own) END AS \($0.own)"
        }
        // No UNION: spread over several servers, the rows of a contract could not be joined by one.
        return """
            LEFT JOIN LATERAL (
                SELECT \(part.columns.map(\.own).joined(separator: ", ")) FROM \(schema).\(part.table)
                WHERE k.\(part.from) > \(instant) AND contract_id = k.contract_id \(isHolder) AND known_from <= \(instant)
                ORDER BY known_from DESC LIMIT 1
            ) \(name)_then ON true CROSS JOIN LATERAL (
                SELECT \(values.joined(separator: ", ")) WHERE k.\(part.from) <= \(instant) OR \(name)_then.starts IS NOT NULL
            ) \(name)
            """
    }

    // MARK: Parts of lines

    /// The first line of a table; nothing in a slice after the first.
    func heading(_ columns: PortfolioColumns, to lines: LineOutput) {
        if isSlice, page?.after != nil { return }
        lines.heading(columns, format)
    }

    /// Writes the start of every object about a contract; `asked` writes the quoted subject of the question.
    func head(_ contract: UInt128, version: Int32, _ key: StaticString, to lines: LineOutput, _ asked: (inout LineWriter) -> Void) {
        lines.line.raw("{\"contract\":\"")
        lines.line.uuid(contract)
        lines.line.raw("\",\"")
        lines.line.raw(key)
        lines.line.raw("\":\"")
        asked(&lines.line)
        lines.line.raw("\",\"knownAt\":\"")
        lines.line.name(knownAtText)
        lines.line.raw("\",\"version\":")
        lines.line.number(version)
    }
}
