import CivilTime
import Contracts
import Postgres

/// The answers for an employer about all contracts.
extension PortfolioReading {
    /// The cotisations of the employer's months, contract by contract; without version, standing, lines or family.
    func cotisations(of month: Month, for employer: String, to lines: LineOutput) throws {
        heading(.employerCotisations, to: lines)
        try rowsOfContracts(cotisationsQuery(of: month, employer: employer, isEmployed: true), employer: employer) { contract, row in
            let stored = try StoredLiability(contract: contract, version: row.int32(), &row)
            switch format {
            case .ndjson: writeJSON(stored, of: month, to: lines)
            case .csv, .excelFrench: writeTable(stored, of: month, to: lines)
            }
        }
    }

    private func writeJSON(_ stored: StoredLiability, of month: Month, to lines: LineOutput) {
        lines.line.raw("{\"contract\":\"")
        lines.line.uuid(stored.contract)
        lines.line.raw("\",\"month\":\"")
        lines.line.name(month.description)
        lines.line.raw("\",\"knownAt\":\"")
        lines.line.name(knownAtText)
        lines.line.raw("\",\"due\":{\"employerToInsurerCents\":")
        lines.line.number(stored.due.employerToInsurer.cents)
        if stored.collection.showsAgentToEmployer {
            lines.line.raw(",\"agentToInsurerCents\":")
            lines.line.number(stored.due.agentToInsurer.cents)
        }
        lines.line.raw(",\"employerToAgentCents\":")
        lines.line.number(stored.due.employerToAgent.cents)
        lines.line.raw("},\"collection\":{\"method\":\"")
        lines.line.name(stored.collection.method.rawValue)
        lines.line.raw(stored.collection.mandateMissing ? "\",\"mandateMissing\":true}}" : "\",\"mandateMissing\":false}}")
        lines.end(format)
    }

    private func writeTable(_ stored: StoredLiability, of month: Month, to lines: LineOutput) {
        lines.cell(format) { $0.uuid(stored.contract) }
        lines.cell(format) { $0.month(month, format) }
        lines.cell(format) { $0.name(knownAtText) }
        lines.cell(format) { $0.amount(stored.due.employerToInsurer, format) }
        lines.cell(format) { if stored.collection.showsAgentToEmployer { $0.amount(stored.due.agentToInsurer, format) } }
        lines.cell(format) { $0.amount(stored.due.employerToAgent, format) }
        lines.cell(format) { $0.name(stored.collection.method.rawValue) }
        lines.cell(format) { $0.flag(stored.collection.mandateMissing, format) }
        lines.end(format)
    }
}
