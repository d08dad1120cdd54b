import HTML

/// A small bar chart. Horizontal positions are percentages, so that texts stay readable at every width and in print.
struct BarChart {
    /// The title of the chart.
    let title: String
    /// A description, in a sentence.
    let description: String
    /// The values, from left to right.
    let values: [Int]
    /// The labels below the first bar and below the last.
    let ends: (first: String, last: String)
    /// The identifier of the chart in its page.
    let id: String

    /// The height of the highest bar.
    private static let height = 72

    /// Two decimals: screens are not finer.
    private static func percent(_ part: Int, of whole: Int) -> String {
        let hundredths = whole == 0 ? 0 : part * 10_000 / whole
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)%"
    }

    /// The height of a bar: at least 2 unless the value is zero, so that it is visible.
    static func height(of value: Int, highest: Int) -> Int { value == 0 || highest == 0 ? 0 : max(2, value * height / highest) }

    var html: HTML {
        let highest = values.max() ?? 0
        let bars = values.enumerated().map { place, value -> HTML in
            let height = Self.height(of: value, highest: highest)
            return """
                <rect class="pic-bar" x="\(Self.percent(place * 10 + 1, of: values.count * 10))" width="\(Self.percent(8, of: values.count * 10))" \
                y="\(Self.height + 4 - height)" height="\(height)"/>

                """
        }
        return """
            <svg class="chart" role="img" height="\(Self.height + 28)" aria-labelledby="\(id)-t \(id)-d"><title id="\(id)-t">\(title)</title>\
            <desc id="\(id)-d">\(description)</desc>
            \(bars)<line x1="0" x2="100%" y1="\(Self.height + 4)" y2="\(Self.height + 4)"/>
            <text x="0" y="\(Self.height + 22)">\(ends.first)</text><text x="100%" y="\(Self.height + 22)" text-anchor="end">\(ends.last)</text>
            </svg>

            """
    }
}
