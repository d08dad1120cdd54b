/// A picture in characters for a terminal: the same layout, over a given number of columns.
public struct TerminalPicture: Sendable {
    let layout: PictureLayout
    let labels: PictureLabels
    let columns: Int
    let isColoured: Bool

    /// A picture of a layout.
    ///
    /// - Parameters:
    ///   - columns: the width of the terminal; 40 or more are used.
    ///   - isColoured: whether to write control sequences for colours. Fills and signs differ even without colours.
    public init(_ layout: PictureLayout, labels: PictureLabels, columns: Int, isColoured: Bool) {
        self.layout = layout
        self.labels = labels
        self.columns = min(max(columns, 40), 400)
        self.isColoured = isColoured
    }

    /// The lines, each with a line break.
    public var text: String {
        var lines = [months, on]
        for lane in layout.lanes {
            lines.append(title(lane.titles.last?.text))
            if !lane.before.isEmpty { lines.append(bar(lane.before, isBefore: true)) }
            lines.append(bar(lane.pieces))
        }
        lines.append(title(layout.rails.titles.last?.text))
        lines += rails
        return lines.map { $0.text(inColour: isColoured) + "\n" }.joined()
    }

    private func column(_ place: Position) -> Int { min(place.pixels(of: columns), columns - 1) }

    /// The columns of a part of the window; at least one.
    private func range(_ part: Range<Position>) -> Range<Int> {
        let first = column(part.lowerBound)
        return first..<max(part.upperBound.pixels(of: columns), first + 1)
    }

    private func title(_ text: String?) -> TerminalRow {
        var row = TerminalRow(columns)
        row.write(TerminalText.cleaned(text ?? ""), at: 0)
        return row
    }

    private var months: TerminalRow {
        var row = TerminalRow(columns)
        for label in layout.months { row.writeIfFree(TerminalText.cleaned(label.text), at: column(label.place)) }
        return row
    }

    private var on: TerminalRow {
        var row = TerminalRow(columns)
        let text = "▼ " + TerminalText.cleaned(layout.onLabel?.text ?? "")
        let column = column(layout.on)
        let width = TerminalText.columns(of: text)
        if column + width <= columns {
            row.write(text, at: column)
        } else {
            let left = TerminalText.cleaned(layout.onLabel?.text ?? "") + " ▼"
            row.write(left, at: column + 1 - TerminalText.columns(of: left))
        }
        return row
    }

    private func bar(_ pieces: [LanePiece], isBefore: Bool = false) -> TerminalRow {
        var row = TerminalRow(columns)
        for piece in pieces {
            let range = range(piece.part)
            let look = TerminalLook(piece.look)
            row.fill(range, with: isBefore ? look.before : look.fill, style: look.style)
            if range.lowerBound > 0, range.count > 1, ![.nothing, .nothingDue].contains(piece.look) {
                row.fill(range.prefix(1), with: "▏", style: look.style)
            }
            if isBefore { continue }
            let room = range.count - 2
            let texts = piece.labels.map { TerminalText.cleaned($0.text) }.filter { TerminalText.columns(of: $0) <= room }
            guard let text = texts.max(by: { $0.count < $1.count }) else { continue }
            row.write(range.count > TerminalText.columns(of: text) + 2 ? text + " " : text, at: range.lowerBound + 1)
        }
        return row
    }

    /// The rails: effective days, recording days, their numbers, their delays, and the picture's instant.
    private var rails: [TerminalRow] {
        let rails = layout.rails
        var rows = Array(repeating: TerminalRow(columns), count: 5)
        for row in 0...1 { rows[row].fill(0..<columns, with: "─") }
        for line in rails.lines {
            let isLate = line.kind == .late
            let style = isLate ? TerminalLook.late : ""
            if line.startsOnRail { rows[0].fill(cell(line.upper.place), with: mark(line.kind), style: style) }
            if line.endsOnRail { rows[1].fill(cell(line.lower.place), with: mark(line.kind), style: style) }
        }
        for mark in rails.marks where mark.hasLineless { rows[1].fill(cell(mark.place), with: "×") }
        for label in rails.versions { rows[2].writeIfFree(label.text, at: column(label.place)) }
        for label in rails.lateness { rows[3].writeIfFree(TerminalText.cleaned(label.text), at: column(label.place)) }
        if let known = rails.known {
            let text = TerminalText.cleaned(rails.knownLabel?.text ?? "")
            let isRight = column(known) + TerminalText.columns(of: text) + 2 <= columns
            rows[4].write(
                isRight ? "▲ " + text : text + " ▲", at: isRight ? column(known) : column(known) - 1 - TerminalText.columns(of: text))
        }
        return rows
    }

    private func cell(_ place: Position) -> Range<Int> { column(place)..<column(place) + 1 }

    func mark(_ kind: FactLine.Kind) -> Character {
        switch kind {
        case .inTime: "●"
        case .late: "◆"
        case .rescinded: "×"
        case .notKnownYet: "○"
        }
    }
}
