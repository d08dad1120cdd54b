/// A table for a French spreadsheet and for mail merge: a byte order mark, semicolons, and line ends CR LF (RFC 4180).
struct CSVTable {
    private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// A table with these headings.
    init(_ headings: [String]) { add(headings) }

    /// Adds a line.
    mutating func add(_ cells: [String]) {
        for (place, cell) in cells.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ";")) }
            bytes += Array(Self.cell(cell).utf8)
        }
        bytes += Array("\r\n".utf8)
    }

    /// Any text as a cell. A text that a spreadsheet would evaluate as a formula gets a leading apostrophe.
    static func cell(_ text: String) -> String {
        var text = text
        // Compares bytes: a sign with a combining accent is another `Character`.
        if let first = text.utf8.first, "=+-@\t\r\n".utf8.contains(first) { text = "'" + text }
        guard text.utf8.contains(where: { ";\"\r\n".utf8.contains($0) }) else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
