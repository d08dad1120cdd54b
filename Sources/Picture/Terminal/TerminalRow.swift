/// A line of a terminal, written column by column.
struct TerminalRow {
    /// The content of each column: a character, or an empty string after a wide character.
    private var columns: [String]
    /// The SGR parameters of each column, such as `30;46`; empty for none.
    private var styles: [String]

    init(_ count: Int) {
        columns = Array(repeating: " ", count: count)
        styles = Array(repeating: "", count: count)
    }

    /// Fills a range of columns.
    mutating func fill(_ range: Range<Int>, with character: Character, style: String = "") {
        for column in range.clamped(to: columns.indices) {
            columns[column] = String(character)
            styles[column] = style
        }
    }

    /// Writes a text from a column on, cut at the end of the line; the styles stay.
    mutating func write(_ text: String, at column: Int) {
        var column = max(column, 0)
        for character in TerminalText.cut(text, to: columns.count - column) {
            let width = TerminalText.columns(of: character)
            if width == 0 { continue }
            columns[column] = String(character)
            for next in column + 1..<column + width { columns[next] = "" }
            column += width
        }
    }

    /// Writes a text from a column on, if all its columns and one on each side are free.
    mutating func writeIfFree(_ text: String, at column: Int) {
        let end = column + TerminalText.columns(of: text)
        guard column >= 0, end <= columns.count else { return }
        if columns[max(column - 1, 0)..<min(end + 1, columns.count)].allSatisfy({ $0 == " " }) { write(text, at: column) }
    }

    /// The line without trailing spaces.
    func text(inColour: Bool) -> String {
        var line = ""
        var style = ""
        let end = (columns.lastIndex { $0 != " " } ?? -1) + 1
        let last = inColour ? max(end, (styles.lastIndex { !$0.isEmpty } ?? -1) + 1) : end
        for column in 0..<last {
            if inColour, styles[column] != style {
                style = styles[column]
                line += "\u{1B}[\(style.isEmpty ? "0" : "0;" + style)m"
            }
            line += columns[column]
        }
        return style.isEmpty ? line : line + "\u{1B}[0m"
    }
}
