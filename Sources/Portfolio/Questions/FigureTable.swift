public import CivilTime
import Contracts
import JSON

/// A table of figures: few rows, held whole, written in each format of answers about all contracts.
public struct FigureTable: Sendable {
    /// A cell.
    public enum Cell: Hashable, Sendable {
        /// A name that the interface fixes, such as the type of an event.
        case name(String)
        /// A month.
        case month(Month)
        /// A whole number.
        case count(Int)
        /// An amount.
        case amount(Money)
        /// No value.
        case nothing
    }

    /// The columns.
    public let columns: PortfolioColumns
    /// The rows, each with a cell for every column.
    public let rows: [[Cell]]

    /// A table.
    public init(_ columns: PortfolioColumns, rows: [[Cell]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The table in a format: CSV begins with its headings, NDJSON has an object for each row.
    public func text(_ format: PortfolioFormat) -> [UInt8] {
        if format == .ndjson { return objects.flatMap { $0.bytes() + [0x0A] } }
        let lines = LineOutput()
        if format == .excelFrench { lines.line.raw("\u{FEFF}") }
        for name in format == .excelFrench ? columns.french : columns.names { lines.cell(format) { $0.name(name) } }
        lines.end(format)
        for row in rows {
            for cell in row { lines.cell(format) { write(cell, format, to: &$0) } }
            lines.end(format)
        }
        return lines.finished().flatMap(\.self)
    }

    /// The rows as one array.
    public var array: [UInt8] {
        JSON.array(objects).bytes() + [0x0A]
    }

    private var objects: [JSON] {
        rows.map { row in .object(JSON.Object(zip(columns.names, row).map { ($0, json($1)) })) }
    }

    private func json(_ cell: Cell) -> JSON {
        switch cell {
        case .name(let name): .string(name)
        case .month(let month): .string(month.description)
        case .count(let count): JSON(count)
        case .amount(let amount): JSON(amount.cents)
        case .nothing: .null
        }
    }

    private func write(_ cell: Cell, _ format: PortfolioFormat, to line: inout LineWriter) {
        switch cell {
        case .name(let name): line.name(name)
        case .month(let month): line.month(month, format)
        case .count(let count): line.number(count)
        case .amount(let amount): line.amount(amount, format)
        case .nothing: break
        }
    }
}
