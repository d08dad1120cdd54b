import CivilTime
import Postgres

/// Writes lines of the worklist that another room tells, in the format of the portfolio's own.
public struct WorklistText {
    private let format: PortfolioFormat
    private let lines = LineOutput()

    /// No line yet.
    public init(_ format: PortfolioFormat) { self.format = format }

    /// What was written.
    public var bytes: [UInt8] { lines.finished().flatMap(\.self) }

    /// Writes the names of the columns, in a format that has them.
    public func heading(_ columns: PortfolioColumns) { lines.heading(columns, format) }

    /// Writes a line.
    public func add(_ line: WorklistLine) {
        switch format {
        case .ndjson: addObject(line)
        case .csv, .excelFrench: addCells(line)
        }
        lines.end(format)
    }

    /// Writes how many lines of a kind there are.
    public func add(count: Int, overdue: Int, of kind: String, knownAt: String) {
        lines.count(Int64(count), overdue: Int64(overdue), of: kind, knownAt: knownAt, format)
    }

    private func addObject(_ line: WorklistLine) {
        lines.line.raw("{\"kind\":\"")
        lines.line.name(line.kind)
        if let contract = line.contract {
            lines.line.raw("\",\"contract\":\"")
            lines.line.uuid(contract.bits)
        }
        lines.line.raw("\",\"dueOn\":\"")
        lines.line.day(line.dueOn)
        lines.line.raw("\",\"rule\":\"")
        lines.line.name(line.rule)
        lines.line.raw("\"")
        text("employer", line.employer)
        if let run = line.run {
            lines.line.raw(",\"run\":")
            lines.line.number(run)
        }
        if let amount = line.amount {
            lines.line.raw(",\"amountCents\":")
            lines.line.number(amount.cents)
        }
        text("reason", line.reason)
        text("file", line.file)
        text("reference", line.reference)
        text("bankLine", line.bankLine)
        lines.line.raw("}")
    }

    private func text(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        lines.line.raw(",\"")
        lines.line.raw(name)
        lines.line.raw("\":")
        lines.line.json(text)
    }

    private func addCells(_ line: WorklistLine) {
        lines.cell(format) { $0.name(line.kind) }
        lines.cell(format) { if let contract = line.contract { $0.uuid(contract.bits) } }
        lines.cell(format) { _ in }
        lines.cell(format) { $0.day(line.dueOn) }
        lines.cell(format) { $0.name(line.rule) }
        for _ in 0..<3 { lines.cell(format) { _ in } }
        lines.cell(format) { $0.text(line.employer ?? "", format) }
        lines.cell(format) { if let run = line.run { $0.number(run) } }
        lines.cell(format) { if let amount = line.amount { $0.amount(amount, format) } }
        lines.cell(format) { $0.name(line.reason ?? "") }
        for text in [line.file, line.reference] { lines.cell(format) { $0.text(text ?? "", format) } }
        lines.cell(format) { $0.text(line.bankLine ?? "", format) }
    }
}

extension LineOutput {
    /// Writes the names of columns, in a format that has them.
    func heading(_ columns: PortfolioColumns, _ format: PortfolioFormat) {
        switch format {
        case .ndjson: return
        case .csv: line.name(columns.names.joined(separator: ","))
        case .excelFrench:
            line.raw("\u{FEFF}")
            line.name(columns.french.joined(separator: ";"))
        }
        end(format)
    }

    /// Writes how many lines of a kind the worklist has.
    func count(_ count: Int64, overdue: Int64, of kind: String, knownAt: String, _ format: PortfolioFormat) {
        switch format {
        case .ndjson:
            line.raw("{\"kind\":\"")
            line.name(kind)
            line.raw("\",\"knownAt\":\"")
            line.name(knownAt)
            line.raw("\",\"lines\":")
            line.number(count)
            line.raw(",\"overdue\":")
            line.number(overdue)
            line.raw("}")
        case .csv, .excelFrench:
            cell(format) { $0.name(kind) }
            cell(format) { $0.name(knownAt) }
            cell(format) { $0.number(count) }
            cell(format) { $0.number(overdue) }
        }
        end(format)
    }
}
