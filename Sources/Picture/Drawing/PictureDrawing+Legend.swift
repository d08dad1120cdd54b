import HTML

extension PictureDrawing {
    /// The legend: the meaning of each look and of each kind of line in this picture.
    var legend: HTML {
        let pieces = layout.lanes.flatMap { $0.pieces + $0.before }
        var entries: [HTML] = []
        for look in PieceLook.allCases where look != .nothing && look != .nothingDue && pieces.contains(where: { $0.look == look }) {
            let text = labels.look(look)
            if text.isEmpty { continue }
            let overlay = pattern(over: look).map { pattern -> HTML in "<rect fill=\"url(#\(pattern))\" width=\"26\" height=\"14\"/>" }
            let band: HTML = "<rect class=\"em\" width=\"26\" height=\"5\"/><rect fill=\"url(#\(id)-em)\" width=\"26\" height=\"5\"/>"
            entries.append(
                entry("<rect class=\"\(look.rawValue)\" width=\"26\" height=\"14\"/>\(overlay)\(if: look == .payment, band)", text))
        }
        if layout.lanes.contains(where: { !$0.before.isEmpty }) {
            entries.append(entry("<rect class=\"b c\" y=\"4\" width=\"26\" height=\"7\"/>", labels.before))
        }
        for kind in FactLine.Kind.allCases where kind != .inTime && layout.rails.lines.contains(where: { $0.kind == kind }) {
            entries.append(entry("<path class=\"\(kind.rawValue)\" d=\"M2 2 24 12\"/>", labels.words(for: kind)))
        }
        return entries.isEmpty ? "" : "\n<ul class=\"legend\">\n\(entries)</ul>\n"
    }

    private func entry(_ drawing: HTML, _ text: String) -> HTML {
        "<li><svg class=\"key\" width=\"26\" height=\"14\" aria-hidden=\"true\">\(drawing)</svg> \(text)</li>\n"
    }
}
