extension TerminalPicture {
    /// The meaning of the fills and marks in this picture, in lines no wider than the picture; empty when there are none.
    ///
    /// Payments are left out: the title of their lane explains them.
    public var legend: String {
        var rows: [TerminalRow] = []
        var column = columns
        for entry in entries {
            let width = TerminalText.columns(of: entry.text) + 2
            if column + width > columns {
                rows.append(TerminalRow(columns))
                column = 0
            }
            rows[rows.count - 1].fill(column..<column + 1, with: entry.mark, style: entry.style)
            rows[rows.count - 1].write(entry.text, at: column + 2)
            column += width + 3
        }
        return rows.map { $0.text(inColour: isColoured) + "\n" }.joined()
    }

    /// A mark, its SGR parameters, and its meaning.
    private typealias Entry = (mark: Character, style: String, text: String)

    private var entries: [Entry] {
        let silent: [PieceLook] = [.payment, .nothingDue, .nothing]
        let pieces = layout.lanes.flatMap { $0.pieces + $0.before }
        let looks = PieceLook.allCases.filter { look in !silent.contains(look) && pieces.contains { $0.look == look } }
        var entries = looks.map { look -> Entry in
            let drawn = TerminalLook(look)
            return (drawn.fill, drawn.style, labels.look(look))
        }
        if layout.lanes.contains(where: { !$0.before.isEmpty }) { entries.append(("▔", "36", labels.before)) }
        let kinds = FactLine.Kind.allCases.filter { kind in kind != .inTime && layout.rails.lines.contains { $0.kind == kind } }
        entries += kinds.map { kind -> Entry in (mark(kind), kind == .late ? TerminalLook.late : "", labels.words(for: kind)) }
        return entries.map { entry -> Entry in (entry.mark, entry.style, TerminalText.cleaned(entry.text)) }.filter { !$0.text.isEmpty }
    }
}
