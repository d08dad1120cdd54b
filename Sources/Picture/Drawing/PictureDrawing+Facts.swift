import HTML

extension PictureDrawing {
    /// The lines of the facts, their marks, and the numbers below.
    var facts: HTML {
        let rails = layout.rails
        let groups = FactLine.Kind.allCases.map { kind -> HTML in
            let lines = rails.lines.filter { $0.kind == kind }
            if lines.isEmpty { return "" }
            let (start, end) = markers(of: kind)
            return """
                <g class="\(kind.rawValue)" marker-start="url(#\(id)-\(start))" marker-end="url(#\(id)-\(end))">\(lines.map(line))</g>

                """
        }
        let lineless = rails.marks.filter(\.hasLineless).map { mark -> HTML in
            "<circle class=\"\(if: mark.isNotKnownYet, "dg")\(if: !mark.isNotKnownYet, "dt")\" cx=\"\(mark.place)\" cy=\"\(FactRails.gap)\" r=\"3.5\"/>"
        }
        let titles = rails.titles.map { title -> HTML in
            "<text class=\"n \(title.widthClasses)\" y=\"\(rails.top)\">\(title.text)</text>\n"
        }
        let versions = rails.versions.map { label -> HTML in
            let grey: HTML? = rails.marks[label.subject].isNotKnownYet ? " ny" : nil
            return "<text class=\"nn \(label.classes)\(grey)\" x=\"\(label.place)\" y=\"\(rails.bottom + 20)\">\(label.text)</text>\n"
        }
        let lateness = rails.lateness.map { label -> HTML in
            let grey: HTML? = rails.marks[label.subject].isNotKnownYet ? " ny" : nil
            return "<text class=\"dd \(label.classes)\(grey)\" x=\"\(label.place)\" y=\"\(rails.bottom + 34)\">\(label.text)</text>\n"
        }
        return "<svg class=\"o\" y=\"\(rails.effectiveTop)\">\n\(groups)\(lineless)</svg>\n\(known)\(titles)\(versions)\(lateness)"
    }

    /// The triangle that marks the instant of the picture, below the numbers, with its label.
    private var known: HTML? {
        layout.rails.known.map { place -> HTML in
            let label = layout.rails.knownLabel.map { label -> HTML in "<text class=\"knt \(label.classes)\" y=\"62\">\(label.text)</text>"
            }
            return """
                <svg class="o" x="\(place)" y="\(layout.rails.bottom)"><path class="knl" d="M0 0V38"/><path class="kn" d="M0 37-8 49H8Z"/>\
                \(label)</svg>

                """
        }
    }

    private func line(_ line: FactLine) -> HTML {
        """
        <line x1="\(line.upper.place)" x2="\(line.lower.place)"\(if: line.upper.down > 0, " y1=\"\(line.upper.down)\"") y2="\(line.lower.down)"\
        \(if: !line.startsOnRail, " marker-start=\"none\"")\(if: !line.endsOnRail, " marker-end=\"none\"")/>
        """
    }

    private func markers(of kind: FactLine.Kind) -> (start: HTML, end: HTML) {
        switch kind {
        case .inTime: ("d", "d")
        case .late: ("f", "k")
        case .rescinded, .notKnownYet: ("g", "g")
        }
    }
}
