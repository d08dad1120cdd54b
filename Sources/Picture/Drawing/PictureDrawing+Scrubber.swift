public import HTML

extension PictureDrawing {
    /// The list of instants; each links to the picture as known then.
    public func list(_ scrubber: Scrubber) -> HTML {
        let stops = scrubber.stops.map { stop -> HTML in
            let text = stop.instant.map { labels.instant($0, stop.needsHour) } ?? labels.present
            let current: String? = stop.isCurrent ? "true" : nil
            let fact: HTML? = stop.version.map { " · \(labels.table.fact) \($0)" }
            return "<li><a href=\"\(address(stop.target))\"\(attribute: "aria-current", current)>\(text)\(fact)</a></li>\n"
        }
        return "<nav aria-label=\"\(labels.instants)\"><ol class=\"scrub\">\n\(stops)</ol></nav>\n"
    }
}
