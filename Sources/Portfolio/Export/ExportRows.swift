import CivilTime
import Contracts
import FoundationEssentials
import JSON

/// Rows of an exported table as text, in each format that is wanted. Write every cell of a row in the order of the columns, then `end`.
struct ExportRows: Sendable {
    let table: ExportTable
    /// How many rows were written.
    private(set) var count = 0
    private var csv: LineWriter?
    private var ndjson: LineWriter?
    private var place = 0

    init(_ table: ExportTable, _ formats: [ExportFormat]) {
        self.table = table
        csv = formats.contains(.csv) ? LineWriter() : nil
        ndjson = formats.contains(.ndjson) ? LineWriter() : nil
    }

    /// The text of each format.
    var texts: [(format: ExportFormat, bytes: [UInt8])] {
        var texts: [(format: ExportFormat, bytes: [UInt8])] = []
        if let csv { texts.append((.csv, csv.bytes)) }
        if let ndjson { texts.append((.ndjson, ndjson.bytes)) }
        return texts
    }

    /// Writes the first line of a CSV file.
    mutating func heading() {
        csv?.name(table.columns.map(\.name).joined(separator: ",") + "\r\n")
    }

    /// Ends a row.
    mutating func end() {
        precondition(place == table.columns.count, "a row of \(table.name) has \(place) cells")
        csv?.raw("\r\n")
        ndjson?.raw("}\n")
        place = 0
        count += 1
    }

    // MARK: Cells

    mutating func uuid(_ bits: UInt128) { cell(quoted: true) { $0.uuid(bits) } }
    mutating func number(_ number: some BinaryInteger) { cell { $0.number(number) } }
    mutating func flag(_ flag: Bool) { cell { $0.raw(flag ? "true" : "false") } }
    mutating func instant(_ instant: Instant?) { name(instant?.description) }
    mutating func month(_ month: Month?) { name(month?.description) }

    mutating func day(_ day: Day?) {
        guard let day else { return null() }
        cell(quoted: true) { $0.day(day) }
    }

    /// A text that needs no escape in any format, such as the name of a case.
    mutating func name(_ name: String?) {
        guard let name else { return null() }
        cell(quoted: true) { $0.name(name) }
    }

    /// Any text.
    mutating func text(_ text: String) {
        begin()
        csv?.field(text, separator: UInt8(ascii: ","))
        ndjson?.json(text)
    }

    /// A JSON value: in CSV as its text.
    mutating func json(_ value: JSON) {
        let text = String(decoding: value.bytes(), as: UTF8.self)
        begin()
        csv?.field(text, separator: UInt8(ascii: ","))
        ndjson?.name(text)
    }

    private mutating func null() {
        begin()
        ndjson?.raw("null")
    }

    private mutating func cell(quoted: Bool = false, _ write: (inout LineWriter) -> Void) {
        begin()
        csv?.write(write)
        if quoted { ndjson?.raw("\"") }
        ndjson?.write(write)
        if quoted { ndjson?.raw("\"") }
    }

    private mutating func begin() {
        if place > 0 { csv?.raw(",") }
        ndjson?.raw(place > 0 ? ",\"" : "{\"")
        ndjson?.name(table.columns[place].name)
        ndjson?.raw("\":")
        place += 1
    }
}

extension LineWriter {
    fileprivate mutating func write(_ cell: (inout LineWriter) -> Void) { cell(&self) }
}
