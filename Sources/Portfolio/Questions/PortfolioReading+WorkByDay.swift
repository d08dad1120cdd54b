public import CivilTime
public import Contracts
public import FoundationEssentials
import Postgres

/// The worklist by due day across kinds: one line a contract and kind, with its earliest deadline.
extension PortfolioReading {
    /// The worklist by due day, followed by the possible duplicates of people.
    func workByDay(_ filter: WorkFilter, to lines: LineOutput) throws {
        worklistHeading(to: lines)
        var count = 0
        if !beginsWithDuplicates, filter.kind != .possibleDuplicate {
            let (filter, cut) = cut(filter)
            count = try deadlines(workByDayQuery(filter), employer: filter.employer, isOrdered: false, cut: cut, to: lines)
        }
        if filter.kind == nil || filter.kind == .possibleDuplicate {
            try duplicates(dueThrough: filter.dueThrough, employer: filter.employer, after: count, to: lines)
        }
    }

    /// Reads each kind in the order of its index and merges them: a page then reads about as many rows of each kind as it has lines.
    func workByDayQuery(_ filter: WorkFilter) throws -> String {
        """
        \(employersContracts(filter.employer))SELECT kind, due_on, contract_id, person, relevant_through FROM (
        \(workQueries(filter, after: try workCursor).joined(separator: "\nUNION ALL\n"))
        ) w ORDER BY due_on, contract_id, kind \(limit)
        """
    }

    /// Adds the number of lines of the worklist in ``range`` by kind, and how many are overdue.
    func addWorkCounts(_ filter: WorkFilter, to sums: inout PortfolioSums) throws {
        // Pairs of people are not deadlines: they are counted with the last range.
        if filter.kind == .possibleDuplicate { return }
        try rows(workCountsQuery(filter), employer: filter.employer, isOrdered: false) { row in
            let kind = WorkKind.allCases[Int(try row.int32())]
            sums.work[kind, default: PortfolioSums.WorkCount()].lines += try row.int64()
            sums.work[kind, default: PortfolioSums.WorkCount()].overdue += try row.int64()
        }
    }

    /// Writes the number of lines of the worklist by kind, pairs of people with them.
    func writeWorkCounts(_ sums: PortfolioSums, _ filter: WorkFilter, to lines: LineOutput) throws {
        heading(.workCounts, to: lines)
        for kind in WorkKind.allCases where filter.kind == nil || filter.kind == .deadline(kind) {
            write(kind.rawValue, sums.work[kind] ?? PortfolioSums.WorkCount(), to: lines)
        }
        guard filter.kind == nil || filter.kind == .possibleDuplicate else { return }
        let pairs = try duplicatesCount(dueThrough: filter.dueThrough, employer: filter.employer)
        write(Self.possibleDuplicate, PortfolioSums.WorkCount(lines: pairs), to: lines)
    }

    func workCountsQuery(_ filter: WorkFilter) -> String {
        // Counts lines, not deadlines: a contract and kind have one line, for the earliest deadline.
        let counts = workBranches(filter).map { branch in
            """
            SELECT \(branch.place) AS place, count(DISTINCT d.contract_id) AS lines,
                count(DISTINCT d.contract_id) FILTER (WHERE d.due_on < \(date(asOf))) AS overdue
            FROM \(schema).deadline d WHERE \(branch.conditions("d")) \(inRange("d.contract_id")) \(ofEmployer(filter.employer))
            """
        }
        return "\(employersContracts(filter.employer))\(counts.joined(separator: "\nUNION ALL\n"))"
    }

    private func write(_ kind: String, _ count: PortfolioSums.WorkCount, to lines: LineOutput) {
        lines.count(count.lines, overdue: count.overdue, of: kind, knownAt: knownAtText, format)
    }

    // MARK: Parts of queries

    /// The waiting rows of one kind of work.
    struct WorkBranch {
        /// The index of the kind among all kinds.
        let place: Int
        let kind: WorkKind
        /// The conditions of the kind's rows, for a table of this name.
        let conditions: (_ table: String) -> String
    }

    func workBranches(_ filter: WorkFilter) -> [WorkBranch] {
        WorkKind.allCases.enumerated().compactMap { place, kind in
            guard filter.kind == nil || filter.kind == .deadline(kind) else { return nil }
            return WorkBranch(place: place, kind: kind) { table in
                var conditions = ["\(table).kind = \(Codes.code(kind.waits))", waiting(in: table)]
                switch kind {
                case .proofOverdue: conditions.append("\(table).due_on < \(date(asOf))")
                case .proofAwaited: conditions.append("\(table).due_on >= \(date(asOf))")
                // These are relevant through their due day, which bounds the index scan.
                case .continuationDeadline, .beneficiaryAgeLimit, .statusExpiring: conditions.append("\(table).due_on >= \(date(asOf))")
                case .childReaching12, .mandateMissing, .exemptionExpiring: break
                }
                conditions.append("\(table).relevant_through >= \(date(asOf))")
                if let dueThrough = filter.dueThrough { conditions.append("\(table).due_on <= \(date(dueThrough))") }
                return conditions.joined(separator: " AND ")
            }
        }
    }

    private func workQueries(_ filter: WorkFilter, after cursor: WorkCursor?) -> [String] {
        workBranches(filter).map { branch in
            """
            (SELECT d.kind, d.due_on, d.contract_id, d.person, d.relevant_through FROM \(schema).deadline d
            WHERE \(branch.conditions("d")) \(cursor.map { "AND \($0.isBefore("d"))" } ?? "") \(ofEmployer(filter.employer))
                AND NOT EXISTS (
                    SELECT FROM \(schema).deadline o WHERE o.contract_id = d.contract_id AND \(branch.conditions("o"))
                        AND (o.due_on, o.person, o.relevant_through) < (d.due_on, d.person, d.relevant_through))
            ORDER BY d.due_on, d.contract_id \(limit))
            """
        }
    }

    /// The contracts that have the employer on the day on which deadlines are judged, as `mine`.
    private func employersContracts(_ employer: String?) -> String {
        guard let employer else { return "" }
        return """
            WITH mine AS MATERIALIZED (
                \(contracts(ofEmployer: employer))
            )

            """
    }

    /// The contracts that have an employer on the day on which deadlines are judged.
    func contracts(ofEmployer employer: String) -> String {
        """
        SELECT k.contract_id FROM \(schema).contract k \(employment(on: date(asOf)))
        WHERE true \(isOf(employer)) \(candidates(employer))
        """
    }

    private func ofEmployer(_ employer: String?) -> String {
        employer == nil ? "" : "AND d.contract_id IN (SELECT contract_id FROM mine)"
    }
}

extension Inquiry.Page {
    /// The `after` of a page of ``PortfolioQuestion/workByDay(_:)`` that starts after a given line.
    public static func place(behind kind: WorkKind, of contract: UUID, dueOn: Day) -> String {
        WorkCursor(kind.waits, of: contract.bits, dueOn: dueOn).description
    }
}
