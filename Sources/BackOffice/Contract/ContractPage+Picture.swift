import CivilTime
import HTML
import Picture
import Words

extension ContractPage {
    /// *La frise*: the picture, the instants, the choice of window, and the table.
    var picture: HTML {
        let labels = PictureLabels(in: language)
        let drawing = PictureDrawing(reading.picture, id: "frise", labels: labels) { [links] in links.address(of: $0, isOnPage: true) }
        let table = visit("La frise en tableau", "The timeline as a table")
        return """
            <section aria-labelledby="frise-t"><h2 id="frise-t">\(visit("La frise", "The timeline"))</h2>
            \(drawing.figure)\(drawing.list(reading.scrubber))\(windows)<details><summary>\(table)</summary>
            \(drawing.tables(reading.table))</details>
            </section>

            """
    }

    /// The choice of the picture's window.
    private var windows: HTML {
        let spans: [(PictureSpan, String)] = [
            (.oneYear, visit("un an", "one year")), (.twoYears, visit("deux ans", "two years")), (.all, visit("tout", "all of it")),
        ]
        let items = spans.map { span, words -> HTML in
            if span == asked.window { return "<li><strong>\(words)</strong></li>" }
            let address = links.page.setting("window", to: span == .twoYears ? nil : span.rawValue).at("frise-t")
            return "<li><a href=\"\(address)\">\(words)</a></li>"
        }
        return "<nav class=\"screen\" aria-label=\"\(visit("Durée montrée", "Time shown"))\"><ul>\(items)</ul></nav>\n"
    }
}
