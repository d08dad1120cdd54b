import CivilTime
import Contracts
import FoundationEssentials
import Postgres

extension PortfolioReading {
    /// The cotisations of a month, contract by contract.
    func cotisations(of month: Month, employer: String?, to lines: LineOutput) throws {
        heading(.cotisations, to: lines)
        try rowsOfContracts(cotisationsQuery(of: month, employer: employer), employer: employer) { contract, row in
            let stored = try StoredLiability(contract: contract, version: row.int32(), &row)
            switch format {
            case .ndjson: writeJSON(stored, of: month, to: lines)
            case .csv, .excelFrench: writeTable(stored, of: month, to: lines)
            }
        }
    }

    /// Runs a query whose rows start with the contract, and passes the page's rows to `body`.
    func rowsOfContracts(_ query: String, employer: String?, _ body: (_ contract: UInt128, inout BinaryRow) throws -> Void) throws {
        var count = 0
        var last: UInt128 = 0
        try rows(query, employer: employer) { row in
            count += 1
            if let page, count > page.limit { return }
            last = try row.uuid()
            try body(last, &row)
        }
        if let page, count > page.limit { throw PageFull(next: UUID(bits: last).text, contracts: page.limit) }
        if let end { throw PageFull(next: end.text, contracts: count) }
    }

    /// Adds the totals of a month's cotisations in ``range``, by employer and standing.
    func addTotals(of month: Month, employer: String?, to sums: inout PortfolioSums) throws {
        try rows(totalsQuery(of: month, employer: employer), employer: employer, isOrdered: false) { row in
            let group = PortfolioSums.Group(employer: try row.textOrNull(), standing: Int(try row.int32()))
            var total = sums.totals[group, default: PortfolioSums.Total()]
            total.contracts += try row.int64()
            let due = try row.flows()
            total.due = total.due + due
            sums.totals[group] = total
        }
    }

    /// Writes the totals of a month's cotisations.
    func writeTotals(_ sums: PortfolioSums, of month: Month, to lines: LineOutput) {
        heading(.totals, to: lines)
        for (group, total) in sums.totals.sorted(by: { $0.key < $1.key }) {
            let standing = Codes.standings[group.standing]
            switch format {
            case .ndjson:
                lines.line.raw("{\"month\":\"")
                lines.line.name(month.description)
                lines.line.raw("\",\"knownAt\":\"")
                lines.line.name(knownAtText)
                lines.line.raw("\",\"employer\":")
                if let employer = group.employer { lines.line.json(employer) } else { lines.line.raw("null") }
                lines.line.raw(",\"standing\":\"")
                lines.line.name(standing.rawValue)
                lines.line.raw("\",\"contracts\":")
                lines.line.number(total.contracts)
                lines.line.raw(",\"due\":")
                lines.line.flows(total.due)
                lines.line.raw("}")
            case .csv, .excelFrench:
                lines.cell(format) { $0.month(month, format) }
                lines.cell(format) { $0.name(knownAtText) }
                lines.cell(format) { $0.text(group.employer ?? "", format) }
                lines.cell(format) { $0.name(standing.rawValue) }
                lines.cell(format) { $0.number(total.contracts) }
                amounts(total.due, to: lines)
            }
            lines.end(format)
        }
    }

    /// - Parameter isEmployed: whether to keep only contracts whose holder is employed on the month's deciding day.
    func cotisationsQuery(of month: Month, employer: String?, isEmployed: Bool = false) throws -> String {
        """
        SELECT k.contract_id, width_bucket(\(instant), k.recorded_at), l.terms, l.to_insurer, l.from_agent, l.to_agent, l.unconfirmed
        \(liabilities(of: month, employer: employer))
            \(isEmployed ? "AND l.terms >> 8 & 15 IN (\(Codes.employed))" : "") \(after(try cursor, "k.contract_id"))
        ORDER BY k.contract_id \(limit)
        """
    }

    func totalsQuery(of month: Month, employer: String?) -> String {
        """
        SELECT e.employer, l.terms >> 8 & 15, count(*), sum(l.to_insurer)::bigint, sum(l.from_agent)::bigint, sum(l.to_agent)::bigint
        \(liabilities(of: month, employer: employer, isGrouped: true))
        GROUP BY e.employer, l.terms >> 8 & 15
        """
    }

    /// The known contracts, each with its cotisations of the month.
    private func liabilities(of month: Month, employer: String?, isGrouped: Bool = false) -> String {
        let decidingDay = "\(date(month.firstDay)) + (l.terms & 255) - 1"
        return """
            FROM \(schema).contract k \(known(.liability, as: "p")) CROSS JOIN LATERAL (
                SELECT p.terms[run] AS terms, p.amounts[3 * run - 2] AS to_insurer, p.amounts[3 * run - 1] AS from_agent,
                    p.amounts[3 * run] AS to_agent, p.unconfirmed[run] AS unconfirmed
                FROM (SELECT width_bucket(\(date(month.firstDay)), p.starts) AS run) r
            ) l \(employer == nil && !isGrouped ? "" : employment(on: decidingDay))
            WHERE k.recorded_at[1] <= \(instant) \(inRange("k.contract_id")) \(candidates(employer)) \(isOf(employer))
            """
    }

    private func writeJSON(_ stored: StoredLiability, of month: Month, to lines: LineOutput) {
        head(stored.contract, version: stored.version, "month", to: lines) { $0.name(month.description) }
        lines.line.raw(",\"standing\":\"")
        lines.line.name(stored.standing.rawValue)
        lines.line.raw("\",\"due\":")
        lines.line.flows(stored.due)
        lines.line.raw(",\"collection\":{\"method\":\"")
        lines.line.name(stored.collection.method.rawValue)
        lines.line.raw(stored.collection.mandateMissing ? "\",\"mandateMissing\":true}" : "\",\"mandateMissing\":false}")
        lines.line.raw(",\"unconfirmed\":[")
        for (index, name) in stored.unconfirmed.enumerated() {
            if index > 0 { lines.line.raw(",") }
            lines.line.quoted(name)
        }
        lines.line.raw("]}")
        lines.end(format)
    }

    private func writeTable(_ stored: StoredLiability, of month: Month, to lines: LineOutput) {
        lines.cell(format) { $0.uuid(stored.contract) }
        lines.cell(format) { $0.month(month, format) }
        lines.cell(format) { $0.name(knownAtText) }
        lines.cell(format) { $0.number(stored.version) }
        lines.cell(format) { $0.name(stored.standing.rawValue) }
        amounts(stored.due, to: lines)
        lines.cell(format) { $0.name(stored.collection.method.rawValue) }
        lines.cell(format) { $0.flag(stored.collection.mandateMissing, format) }
        lines.cell(format) { $0.name(stored.unconfirmed.joined(separator: " ")) }
        lines.end(format)
    }

    private func amounts(_ flows: Flows, to lines: LineOutput) {
        lines.cell(format) { $0.amount(flows.employerToInsurer, format) }
        lines.cell(format) { $0.amount(flows.agentToInsurer, format) }
        lines.cell(format) { $0.amount(flows.employerToAgent, format) }
    }
}

extension LineWriter {
    fileprivate mutating func flows(_ flows: Flows) {
        raw("{\"employerToInsurerCents\":")
        number(flows.employerToInsurer.cents)
        raw(",\"agentToInsurerCents\":")
        number(flows.agentToInsurer.cents)
        raw(",\"employerToAgentCents\":")
        number(flows.employerToAgent.cents)
        raw("}")
    }
}
