import HTML
import Testing

@testable import Picture

/// How many members there are in each class of differences: laid out, drawn, and told again by a table.
@Suite struct SpreadTests {
    private let rows = [
        SpreadLayout.Row("beaucoup moins", count: 0, .below), SpreadLayout.Row("moins", count: 3, .below),
        SpreadLayout.Row("autant", count: 0, .zero), SpreadLayout.Row("plus", count: 1200, .above),
        SpreadLayout.Row("davantage", count: 0, .above), SpreadLayout.Row("<b>", count: 1, .above),
        SpreadLayout.Row("fin", count: 0, .above),
    ]

    @Test func `the classes between the first and the last with members are shown, and zero always`() {
        let layout = SpreadLayout(rows)
        #expect(layout.bars.map(\.row.label) == ["moins", "autant", "plus", "davantage", "<b>"])
        #expect(SpreadLayout([]).bars.isEmpty && SpreadLayout([]).height == 0)
        #expect(SpreadLayout(rows.filter { $0.count == 0 }).bars.map(\.row.label) == ["autant"])
    }

    @Test func `bars are as long as their members are many, and stay in the picture`() throws {
        let bars = SpreadLayout(rows).bars
        #expect(bars[2].end == .full && bars[1].end == nil && bars[3].end == nil)
        // Three among twelve hundred can still be seen.
        let few = try #require(bars[0].end)
        #expect(few.hundredths >= 50 && few.hundredths < 100)
        for (one, next) in zip(bars, bars.dropFirst()) { #expect(one.top + SpreadLayout.barHeight < next.baseline - 10) }
        #expect(bars.allSatisfy { $0.baseline < $0.top && $0.top + SpreadLayout.barHeight < SpreadLayout(rows).height })
    }

    @Test func `the picture has a title and a description, and the table says the same`() {
        let labels = SpreadDrawing.Labels(title: "Écarts", description: "3 moins.", classes: "Écart", count: "Contrats") { "\($0)" }
        let drawing = SpreadDrawing(SpreadLayout(rows), labels, id: "s")
        let (picture, table) = (String(decoding: drawing.html.bytes, as: UTF8.self), String(decoding: drawing.table.bytes, as: UTF8.self))
        #expect(picture.contains(#"role="img""#) && picture.contains(#"aria-labelledby="s-t s-d""#))
        #expect(picture.contains(#"<title id="s-t">Écarts</title><desc id="s-d">3 moins.</desc>"#))
        #expect(picture.matches(of: /<rect\b/).count == 3 && picture.matches(of: /<text\b/).count == 10)
        for bar in SpreadLayout(rows).bars where bar.row.label != "<b>" {
            #expect(
                picture.contains(">\(bar.row.label)</text>")
                    && table.contains(">\(bar.row.label)</th><td class=\"num\">\(bar.row.count)</td>"))
        }
        #expect(picture.contains("&lt;b&gt;") && table.contains("&lt;b&gt;") && !picture.contains("<b>") && !picture.contains("style="))
    }
}
