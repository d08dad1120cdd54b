import Glibc

/// Writes to the terminal.
enum Terminal {
    /// Shows progress on one line, which is rewritten.
    static func progress(_ what: String, _ done: Int64, of all: Int64) {
        let percent = all == 0 ? 100 : done * 100 / all
        let filled = Int(percent) * 30 / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        write("\r\(bar) \(percent) %  \(done) of \(all) \(what)")
    }

    /// Ends the progress line.
    static func endProgress() { write("\n") }

    /// Prints a line beside the answer, to standard error.
    static func note(_ text: String) { write(text + "\n") }

    private static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    /// A table with a heading. Each column is as wide as its widest cell.
    static func table(_ heading: [String], _ rows: [[String]]) -> String {
        let widths = heading.indices.map { column in ([heading] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
            return String(padded.reversed().drop { $0 == " " }.reversed())
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return ([line(heading), rule] + rows.map(line)).joined(separator: "\n")
    }

    /// Cents as euros: `75.40 €`.
    static func euros(_ cents: Int) -> String {
        let digits = String(abs(cents) % 100)
        return "\(cents < 0 ? "-" : "")\(abs(cents) / 100).\(digits.count == 1 ? "0" : "")\(digits) €"
    }
}
