import CivilTime
import Contracts
import FoundationEssentials
import Postgres

extension PortfolioReading {
    /// The worklist by kind and due day; without a kind, possible duplicates of people follow.
    func worklist(of kind: WorkKind?, dueThrough: Day?, to lines: LineOutput) throws {
        worklistHeading(to: lines)
        let count =
            beginsWithDuplicates
            ? 0 : try deadlines(worklistQuery(of: kind, dueThrough: dueThrough), employer: nil, isOrdered: true, to: lines)
        if kind == nil { try duplicates(dueThrough: dueThrough, employer: nil, after: count, to: lines) }
    }

    /// The first line of a table.
    func worklistHeading(to lines: LineOutput) {
        heading(.work, to: lines)
    }

    /// Runs a query whose rows are deadlines, and writes those of the page.
    ///
    /// - Parameter cut: the last due day that the query reads, when others may follow.
    /// - Returns: how many lines were written.
    @discardableResult
    func deadlines(_ query: String, employer: String?, isOrdered: Bool, cut: Day? = nil, to lines: LineOutput) throws -> Int {
        var count = 0
        var first: WorkCursor?
        var last: WorkCursor?
        try rows(query, employer: employer, isOrdered: isOrdered) { row in
            count += 1
            if let page, count > page.limit { return }
            let item = try WorkCursor(&row)
            first = first ?? item
            last = item
            write(item, to: lines)
        }
        if let page, let first, let last, count > page.limit {
            throw PageFull(next: last.description, days: DueDays(first: first.dueOn, last: last.dueOn, lines: page.limit))
        }
        if let cut {
            let start = try workCursor?.dueOn ?? cut
            throw PageFull(next: WorkCursor(behindAllDueOn: cut).description, days: DueDays(first: start, last: cut, lines: count))
        }
        return count
    }

    /// The filter, and ``lastDay`` if that leaves out what the filter has: then it is the filter's last day.
    func cut(_ filter: WorkFilter) -> (filter: WorkFilter, cut: Day?) {
        guard let lastDay, filter.dueThrough.map({ lastDay < $0 }) ?? true else { return (filter, nil) }
        var filter = filter
        filter.dueThrough = lastDay
        return (filter, lastDay)
    }

    /// The row after which the page begins; nil for the first page.
    ///
    /// - Throws: `PortfolioError.badCursor`.
    var workCursor: WorkCursor? {
        get throws {
            guard let after = page?.after else { return nil }
            guard let cursor = WorkCursor(after) else { throw PortfolioError.badCursor }
            return cursor
        }
    }

    /// Writes a line, unless the deadline waits no longer.
    func write(_ item: WorkCursor, to lines: LineOutput) {
        guard let judged = item.deadline.judged(asOf: asOf) else { return }
        switch format {
        case .ndjson:
            lines.line.raw("{\"kind\":\"")
            lines.line.name(judged.kind.rawValue)
            lines.line.raw("\",\"contract\":\"")
            lines.line.uuid(item.contract)
            if item.person != 0 {
                lines.line.raw("\",\"beneficiary\":\"")
                lines.line.uuid(item.person)
            }
            lines.line.raw("\",\"dueOn\":\"")
            lines.line.day(item.dueOn)
            lines.line.raw("\",\"rule\":\"")
            lines.line.name(judged.rule.id)
            lines.line.raw("\"}")
        case .csv, .excelFrench:
            lines.cell(format) { $0.name(judged.kind.rawValue) }
            lines.cell(format) { $0.uuid(item.contract) }
            lines.cell(format) { if item.person != 0 { $0.uuid(item.person) } }
            lines.cell(format) { $0.day(item.dueOn) }
            lines.cell(format) { $0.name(judged.rule.id) }
            for _ in 0..<10 { lines.cell(format) { _ in } }
        }
        lines.end(format)
    }

    /// The query applies the filter of `Deadline.judged` itself, so that a page can have a limit.
    func worklistQuery(of kind: WorkKind?, dueThrough: Day?) throws -> String {
        var conditions = [waiting(in: "deadline"), "relevant_through >= \(date(asOf))"]
        if let kind {
            conditions.append("kind = \(Codes.code(kind.waits))")
            if kind == .proofAwaited { conditions.append("due_on >= \(date(asOf))") }
            if kind == .proofOverdue { conditions.append("due_on < \(date(asOf))") }
        }
        if let dueThrough { conditions.append("due_on <= \(date(dueThrough))") }
        if let cursor = try workCursor { conditions.append("(kind, due_on, contract_id, person, relevant_through) > \(cursor.sql)") }
        return """
            SELECT kind, due_on, contract_id, person, relevant_through FROM \(schema).deadline
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY kind, due_on, contract_id, person, relevant_through \(limit)
            """
    }
}

extension WorkKind {
    /// The kind of deadline behind this kind of work, before it is judged on a day.
    var waits: Deadline.Kind {
        switch self {
        case .proofAwaited, .proofOverdue: .proof
        case .continuationDeadline: .continuationDeadline
        case .beneficiaryAgeLimit: .beneficiaryAgeLimit
        case .statusExpiring: .statusExpiring
        case .childReaching12: .childReaching12
        case .mandateMissing: .mandateMissing
        case .exemptionExpiring: .exemptionExpiring
        }
    }
}
