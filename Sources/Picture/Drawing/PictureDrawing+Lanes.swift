import HTML

extension PictureDrawing {
    /// The bars of a lane: fills, then patterns. Neighbours of the same look share one.
    func bars(of lane: Lane) -> HTML {
        let frame: HTML = " y=\"\(lane.barTop)\" height=\"\(Lane.barHeight)\"/>"
        var svg = HTML()
        for piece in lane.pieces {
            switch piece.look {
            case .nothing: break
            case .nothingDue:
                let down = lane.barTop + Lane.barHeight
                svg += "<line class=\"z\" x1=\"\(piece.part.lowerBound)\" x2=\"\(piece.part.upperBound)\" y1=\"\(down)\" y2=\"\(down)\"/>"
            default: svg += "<rect class=\"\(piece.look.rawValue)\" \(piece.part)\(frame)"
            }
            if piece.employerPixels > 0 {
                let band: HTML = " \(piece.part) y=\"\(lane.barTop)\" height=\"\(piece.employerPixels)\"/>"
                svg += "<rect class=\"em\"\(band)<rect fill=\"url(#\(id)-em)\"\(band)"
            }
        }
        for run in lane.pieces.runs {
            if let pattern = pattern(over: run.look) { svg += "<rect fill=\"url(#\(pattern))\" \(run.part)\(frame)" }
        }
        for piece in lane.before {
            svg += "<rect class=\"b \(piece.look.rawValue)\" \(piece.part) y=\"\(lane.beforeTop)\" height=\"\(Lane.beforeHeight)\"/>"
        }
        return svg + "\n"
    }

    /// The title of a lane, and the texts in its pieces.
    func texts(of lane: Lane) -> HTML {
        var svg = HTML()
        for title in lane.titles {
            svg += "<text class=\"n \(title.widthClasses)\" y=\"\(lane.top)\">\(title.text)</text>\n"
        }
        for piece in lane.pieces {
            for label in piece.labels {
                svg += """
                    <text class="t\(piece.look.rawValue) \(label.widthClasses)" x="\(piece.part.lowerBound)" dx="7" \
                    y="\(lane.barTop + 18)">\(label.text)</text>

                    """
            }
        }
        return svg
    }

    /// Links for the mouse, over the picture. The table and the list of instants have the same links.
    ///
    /// A very narrow piece has no link: it is hard to hit, and a life of many short absences would add hundreds of links.
    var links: HTML {
        var svg: HTML = "<svg class=\"over\" width=\"100%\" height=\"\(layout.height)\" aria-hidden=\"true\">\n"
        for lane in layout.lanes {
            for piece in lane.pieces {
                guard let target = piece.target, piece.part.width >= Self.narrowestLink else { continue }
                svg += link(target, piece.part, top: lane.barTop, height: Lane.barHeight)
            }
        }
        for mark in layout.rails.marks { svg += link(mark.target, mark.hit, top: layout.rails.bottom - 12, height: 24) }
        return svg + "</svg>"
    }

    /// In hundredths of a percent: 7 pixels of a picture 700 pixels wide.
    private static let narrowestLink = 100

    private func link(_ target: PictureTarget, _ part: Range<Position>, top: Int, height: Int) -> HTML {
        """
        <a tabindex="-1" href="\(address(target))"><rect \(part) y="\(top)" height="\(height)"/></a>

        """
    }
}

extension Range<Position> {
    /// The width in hundredths of a percent of the window.
    fileprivate var width: Int { upperBound.hundredths - lowerBound.hundredths }
}

extension [LanePiece] {
    /// Neighbouring pieces of the same look, joined.
    fileprivate var runs: [(look: PieceLook, part: Range<Position>)] {
        reduce(into: []) { runs, piece in
            if let last = runs.last, last.look == piece.look {
                runs[runs.count - 1].part = last.part.lowerBound..<piece.part.upperBound
            } else {
                runs.append((piece.look, piece.part))
            }
        }
    }
}
