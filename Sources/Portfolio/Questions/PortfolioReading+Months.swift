import CivilTime
import Contracts
import Postgres

/// The portfolio over twelve months: people and contracts.
extension PortfolioReading {
    /// Adds the counts of the months up to `last` in ``range``: people by state of cover on the 1st, contracts by standing on the deciding
    /// day.
    func addMonths(through last: Month, to sums: inout PortfolioSums) throws {
        let months = Self.months(through: last)
        func addPeople(_ row: inout BinaryRow) throws {
            let place = Int(try row.int64()) - 1
            let code = try row.int32()
            let isOverdue = try row.int32() == 1
            let count = try row.int64()
            let state = Codes.covers[Int(code)]?.state ?? (isOverdue ? .lapsed : .provisional)
            sums.states[place, default: [:]][state, default: 0] += count
        }
        // The contracts are read in the fastest order.
        try rows(holdersQuery(months), employer: nil, isOrdered: false) { try addPeople(&$0) }
        try rows(standingsQuery(months), employer: nil, isOrdered: false) { row in
            let place = Int(try row.int64()) - 1
            let standing = Codes.standings[Int(try row.int32())]
            sums.standings[place, default: [:]][standing, default: 0] += try row.int64()
        }
        // Read in the order of the key: each person's latest knowledge comes first, without a sort.
        try rows(beneficiariesQuery(months), employer: nil) { try addPeople(&$0) }
    }

    /// Writes the counts of the months up to `last`.
    func writeMonths(_ sums: PortfolioSums, through last: Month, to lines: LineOutput) {
        heading(.months, to: lines)
        for (place, month) in Self.months(through: last).enumerated() {
            for state in Cover.State.allCases {
                write(month, "state", state.rawValue, sums.states[place]?[state] ?? 0, to: lines)
            }
            for standing in Standing.allCases {
                write(month, "standing", standing.rawValue, sums.standings[place]?[standing] ?? 0, to: lines)
            }
        }
    }

    /// How many months an answer has; fewer at the beginning of the calendar.
    static let monthCount = 12

    /// The months up to `last`. The database has no day before the first of the calendar.
    private static func months(through last: Month) -> [Month] {
        (0..<monthCount).map { last.adding($0 + 1 - monthCount) }.filter { Month.calendar.contains($0) }
    }

    /// Every holder known, by month, cover code and whether a missing proof is overdue.
    func holdersQuery(_ months: [Month]) -> String {
        states(
            months,
            of: "SELECT h.* FROM \(schema).contract k \(known(.cover, as: "h")) WHERE true \(inRange("k.contract_id"))")
    }

    /// Every beneficiary known, by the same columns.
    func beneficiariesQuery(_ months: [Month]) -> String {
        states(
            months,
            of: """
                SELECT DISTINCT ON (contract_id, person) starts, covers, dues FROM \(schema).cover
                WHERE person > \(KnownPart.holder) AND known_from <= \(instant) \(inRange("contract_id"))
                ORDER BY contract_id, person, known_from DESC
                """)
    }

    private func states(_ months: [Month], of covers: String) -> String {
        """
        SELECT m.place, c.covers[c.run] / 4, CASE WHEN c.covers[c.run] / 4 = 8 AND c.dues[(
                SELECT count(*) FROM unnest(c.covers[:c.run]) AS u (cover) WHERE u.cover / 4 = 8)] < \(date(asOf)) THEN 1 ELSE 0 END, count(*)
        FROM (
            \(covers)
        ) k CROSS JOIN \(days(months)) CROSS JOIN LATERAL (
            SELECT k.covers, k.dues, width_bucket(m.day, k.starts) AS run
        ) c
        WHERE cardinality(k.covers) > 0  -- without pieces: no longer a beneficiary
        GROUP BY 1, 2, 3
        """
    }

    func standingsQuery(_ months: [Month]) -> String {
        """
        SELECT m.place, p.terms[width_bucket(m.day, p.starts)] >> 8 & 15, count(*)
        FROM \(schema).contract k \(known(.liability, as: "p")) CROSS JOIN \(days(months))
        WHERE true \(inRange("k.contract_id"))
        GROUP BY 1, 2
        """
    }

    /// The 1st of each month, numbered from 1, as `m`.
    private func days(_ months: [Month]) -> String {
        "unnest(ARRAY[\(months.map { date($0.firstDay) }.joined(separator: ", "))]) WITH ORDINALITY AS m (day, place)"
    }

    private func write(_ month: Month, _ by: StaticString, _ value: String, _ count: Int64, to lines: LineOutput) {
        switch format {
        case .ndjson:
            lines.line.raw("{\"month\":\"")
            lines.line.name(month.description)
            lines.line.raw("\",\"knownAt\":\"")
            lines.line.name(knownAtText)
            lines.line.raw("\",\"by\":\"")
            lines.line.raw(by)
            lines.line.raw("\",\"value\":\"")
            lines.line.name(value)
            lines.line.raw("\",\"count\":")
            lines.line.number(count)
            lines.line.raw("}")
        case .csv, .excelFrench:
            lines.cell(format) { $0.month(month, format) }
            lines.cell(format) { $0.name(knownAtText) }
            lines.cell(format) { $0.raw(by) }
            lines.cell(format) { $0.name(value) }
            lines.cell(format) { $0.number(count) }
        }
        lines.end(format)
    }
}
