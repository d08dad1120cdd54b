import Billing
import CivilTime
import FoundationEssentials
import Postgres

/// What is between the office and the bank: files to hand over, and lines of which nothing was recorded.
extension MoneyWorkReading {
    /// The files of runs in force that were neither handed over nor withdrawn. One that is too late to be handed over is still to be withdrawn.
    func filesToHandOver(after key: String, atMost limit: Int, in session: Session) throws -> Chunk {
        let schemes = Set(history.runs.map(\.run.scheme))
        let runs = schemes.flatMap { entered(of: $0) }.compactMap { history[$0.number] }.filter { $0.outcome?.debited.count ?? 0 > 0 }
        let numbers = runs.map { Int32($0.run.number) }
        // From one file to the next by the index: a file has very many debits. Names of files begin with those of their runs.
        let files = try session.query(
            """
            WITH RECURSIVE next (run, name, file) AS (
                SELECT r.run, r.name, (
                    SELECT d.file FROM billing.debit d WHERE d.file > r.name || 'F' AND d.file < r.name || 'G' ORDER BY d.file LIMIT 1)
                FROM unnest(\(numbers), \(runs.map(\.run.name))) r (run, name)
                UNION ALL
                SELECT n.run, n.name, (
                    SELECT d.file FROM billing.debit d WHERE d.file > n.file AND d.file < n.name || 'G' ORDER BY d.file LIMIT 1)
                FROM next n WHERE n.file IS NOT NULL
            )
            SELECT n.run, n.file FROM next n WHERE n.file IS NOT NULL AND n.file > \(key)
                AND NOT EXISTS (SELECT FROM billing.file_change c WHERE c.file = n.file AND c.position <= \(position))
            ORDER BY n.file LIMIT \(limit)
            """, as: (Int32, String).self)
        var sums: [String: Int] = [:]
        if needsAmounts, !files.isEmpty {
            let found = try session.query(
                "SELECT file, sum(amount)::bigint FROM billing.debit WHERE file = ANY (\(files.map(\.1))) GROUP BY file",
                as: (String, Int).self)
            sums = Dictionary(uniqueKeysWithValues: found)
        }
        return Chunk(
            lines: files.compactMap { run, file in
                guard let days = history[Int(run)]?.outcome?.days else { return nil }
                var line = MoneyWorkLine(.handOverDue, dueOn: TargetCalendar.lastOpenDay(before: days.collectionOn))
                (line.run, line.file, line.amount) = (Int(run), file, sums[file].map { Money(cents: $0) })
                return (file, line)
            }, end: files.count < limit ? nil : files.last?.1)
    }

    /// The lines of banks' files of which nothing was recorded, then or later: `billing.waits` has the rule.
    func bankLines(after key: String, atMost limit: Int, in session: Session) throws -> Chunk {
        let last = BankLineID(key)
        let isBehind: SQL = "(position, place) > (\(last?.position ?? 0), \(last?.place ?? 0))"
        let rows = try session.query(
            """
            SELECT l.position, l.place, l.end_to_end_id, l.file, l.reference, l.amount, l.rule, l.found_on FROM (
                \(sql: waiting("\(sql: isBehind) ORDER BY position, place LIMIT \(limit)"))
            ) w JOIN billing.bank_line l USING (position, place) ORDER BY l.position, l.place LIMIT \(limit)
            """
        ) { row in
            let id = BankLineID(position: try row.value(at: 0), place: try row.value(at: 1))
            var line = MoneyWorkLine(.bankLineUnmatched, dueOn: Day(try row.value(at: 7, as: PostgresDate.self)))
            line.bankLine = id
            line.file = try row.value(at: 3)
            line.reference = try row.value(at: 4, as: String?.self) ?? row.value(at: 2)
            line.amount = try row.value(at: 5, as: Int?.self).map { Money(cents: $0) }
            line.refusedBy = try row.value(at: 6)
            return (key: id.description, line: line)
        }
        return Chunk(lines: rows, end: rows.count < limit ? nil : rows.last?.key)
    }

    /// How many of them there are.
    func bankLineCount(in session: Session) throws -> MoneyWorkCount {
        let (lines, overdue) = try session.one(
            "SELECT count(*), count(*) FILTER (WHERE found_on < \(PostgresDate(asOf))) FROM (\(sql: waiting("true"))) w",
            as: (Int, Int).self)
        return MoneyWorkCount(.bankLineUnmatched, lines: lines, overdue: overdue)
    }

    /// A query: the lines of banks that wait, and those that waited at the instant and were settled later. Each has an index of its own.
    ///
    /// - Parameter rest: further conditions on each.
    private func waiting(_ rest: SQL) -> SQL {
        let isDue: SQL = filter.dueThrough.map { "found_on <= \(PostgresDate($0))" } ?? "true"
        let waits: [SQL] = [
            "billing.bank_line_wait WHERE until IS NULL",
            // A plan that looks for few settled lines among all must not be chosen.
            "(SELECT * FROM billing.bank_line_wait WHERE until > \(position) OFFSET 0) settled WHERE true",
        ]
        let queries = waits.map { lines -> SQL in
            """
            (SELECT position, place, found_on FROM \(sql: lines) AND position <= \(position) AND \(sql: isDue) AND \(sql: rest))
            """
        }
        return SQL.joined(queries, separator: " UNION ALL ")
    }
}
