import CivilTime
import Contracts

extension WhatIf {
    /// The lines of sums as a table with its heading, in CSV or for a French spreadsheet.
    public func table(_ format: PortfolioFormat) -> [UInt8] {
        let lines = LineOutput()
        let columns = PortfolioColumns.whatIf
        if format == .excelFrench { lines.line.raw("\u{FEFF}") }
        for name in format == .excelFrench ? columns.french : columns.names { lines.cell(format) { $0.name(name) } }
        lines.end(format)
        for group in groups { write(group, format, to: lines) }
        return lines.finished().flatMap(\.self)
    }

    private func write(_ group: Group, _ format: PortfolioFormat, to lines: LineOutput) {
        let sums = group.sums
        lines.cell(format) { $0.month(month, format) }
        lines.cell(format) { $0.name(knownAt.description) }
        lines.cell(format) { $0.text(group.key.employer ?? "", format) }
        lines.cell(format) { $0.name(group.key.standing.rawValue) }
        lines.cell(format) { $0.name(group.key.basis?.rawValue ?? "") }
        for count in [sums.contracts, sums.agents.more, sums.agents.less, sums.agents.same] {
            lines.cell(format) { $0.number(count) }
        }
        for count in [sums.employers.more, sums.employers.less, sums.employers.same] { lines.cell(format) { $0.number(count) } }
        for flows in [sums.inForce, sums.whatIf, sums.difference] {
            for amount in [flows.employerToInsurer, flows.agentToInsurer, flows.employerToAgent] {
                lines.cell(format) { $0.amount(amount, format) }
            }
        }
        lines.end(format)
    }
}
