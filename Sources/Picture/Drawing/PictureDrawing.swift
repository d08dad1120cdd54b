public import HTML

/// Writes a picture as HTML: the SVG, the links over it, and its legend.
///
/// It has no style attributes and no scripts; picture.css holds all colours. Only the labels depend on the language.
public struct PictureDrawing: Sendable {
    let layout: PictureLayout
    let labels: PictureLabels
    /// The prefix of every identifier in the drawing; unique on the page.
    let id: String
    let address: @Sendable (PictureTarget) -> PageAddress

    /// A drawing of a layout.
    ///
    /// - Parameters:
    ///   - id: the identifier of the figure; letters only.
    ///   - address: the address of a link's target.
    public init(
        _ layout: PictureLayout, id: String, labels: PictureLabels, address: @escaping @Sendable (PictureTarget) -> PageAddress
    ) {
        self.layout = layout
        self.id = id
        self.labels = labels
        self.address = address
    }

    /// The figure.
    public var figure: HTML {
        """
        <figure class="picture" id="\(id)">
        <svg class="pic" role="img" width="100%" height="\(layout.height)" aria-labelledby="\(id)-title \(id)-desc">
        <title id="\(id)-title">\(labels.title)</title>
        <desc id="\(id)-desc">\(labels.description)</desc>
        \(definitions)
        \(grid)\(layout.lanes.map(bars))\(lines)\(selection)\(facts)\(layout.lanes.map(texts))\(marks)</svg>
        \(links)
        <figcaption>\(legend)</figcaption>
        </figure>

        """
    }

    private var grid: HTML {
        let bottom = layout.rails.bottom + 6
        let groups = GridLine.Weight.allCases.map { weight -> HTML in
            let lines = layout.grid.filter { $0.weight == weight }
            if lines.isEmpty { return "" }
            let top = weight == .month ? 42 : 24
            return """
                <g class="\(weight.rawValue)">\
                \(lines.map { line -> HTML in "<line x1=\"\(line.place)\" x2=\"\(line.place)\" y1=\"\(top)\" y2=\"\(bottom)\"/>" })</g>

                """
        }
        return "\(groups)"
    }

    /// The rails, and the line of the day asked about.
    private var lines: HTML {
        let rails = layout.rails
        return """
            <line class="r" x2="100%" y1="\(rails.effectiveTop)" y2="\(rails.effectiveTop)"/>\
            <line class="r" x2="100%" y1="\(rails.bottom)" y2="\(rails.bottom)"/>
            <line class="on" x1="\(layout.on)" x2="\(layout.on)" y1="18" y2="\(rails.bottom)"/>

            """
    }

    private var selection: HTML? {
        layout.selection.map { selection in
            "<rect class=\"sel\" \(selection.part) y=\"\(selection.top)\" height=\"\(PictureSelection.height)\"/>\n"
        }
    }

    /// The months above the grid, and the label of the day asked about above its line.
    private var marks: HTML {
        let months = layout.months.map { label -> HTML in
            "<text class=\"mo \(label.widthClasses)\" x=\"\(label.place)\" dx=\"5\" y=\"36\">\(label.text)</text>\n"
        }
        let on = layout.onLabel.map { label -> HTML in
            let width = TextWidth.pixels(label.text, size: FittedLabel.size, isBold: true) + 12
            let left = label.anchor == .start ? 0 : label.anchor == .end ? -width : -width / 2
            return """
                <svg class="o" x="\(layout.on)"><g class="\(label.widthClasses)"><rect class="onb" x="\(left)" width="\(width)" height="19" rx="3"/>\
                <text class="ont am" x="\(left + width / 2)" y="14">\(label.text)</text></g></svg>

                """
        }
        return "\(months)\(on)"
    }
}

extension PlacedLabel {
    /// The class of the widths at which the label shows.
    var widthClasses: HTML { "w\(from.rawValue)" }

    /// The classes of the label's widths and anchor.
    var classes: HTML {
        switch anchor {
        case .start: widthClasses
        case .middle: "\(widthClasses) am"
        case .end: "\(widthClasses) ae"
        }
    }
}

extension FittedLabel {
    /// The classes of the widths at which the label shows.
    var widthClasses: HTML { "w\(from.rawValue)\(until.map { width -> HTML in " u\(width.rawValue)" })" }
}
