import HTML

extension PictureDrawing {
    /// The patterns, and the markers at the ends of lines.
    var definitions: HTML {
        """
        <defs>
        \(pattern("m", size: 9, isTurned: true, "<path class=\"pa\" d=\"M0 0V9\"/>"))
        \(pattern("v", size: 7, "<circle class=\"pd\" cx=\"2\" cy=\"2\" r=\"1\"/>"))
        \(pattern("l", size: 8, "<path class=\"px\" d=\"M0 0 8 8M8 0 0 8\"/>"))
        \(pattern("u", size: 14, isTurned: true, "<path class=\"pu\" d=\"M0 0V14\"/>"))
        \(pattern("x", size: 6, "<path class=\"ph\" d=\"M0 3H6\"/>"))
        \(pattern("em", size: 5, "<path class=\"pq\" d=\"M0 0V5\"/>"))
        \(marker("d", "<circle class=\"dt\" r=\"3.5\"/>"))
        \(marker("f", "<circle class=\"dl\" r=\"3.5\"/>"))
        \(marker("k", "<path class=\"dl\" d=\"M0-7 7 0 0 7-7 0Z\"/>"))
        \(marker("g", "<circle class=\"dg\" r=\"3.5\"/>"))
        </defs>
        """
    }

    private func pattern(_ name: HTML, size: Int, isTurned: Bool = false, _ content: HTML) -> HTML {
        """
        <pattern id="\(id)-\(name)" width="\(size)" height="\(size)" patternUnits="userSpaceOnUse"\
        \(if: isTurned, " patternTransform=\"rotate(45)\"")>\(content)</pattern>
        """
    }

    private func marker(_ name: HTML, _ content: HTML) -> HTML {
        "<marker id=\"\(id)-\(name)\" class=\"o\" markerUnits=\"userSpaceOnUse\" markerWidth=\"1\" markerHeight=\"1\">\(content)</marker>"
    }

    /// The identifier of a look's pattern; nil for a plain look.
    func pattern(over look: PieceLook) -> HTML? {
        if !look.hasPattern { return nil }
        return look == .unpaidAbsence ? "\(id)-u" : "\(id)-\(look.rawValue)"
    }
}
