import HTML

/// A small chart of bars: positions across are percentages, so that its texts stay readable at every width, and in print.
struct BarChart {
    /// What the chart is called.
    let title: String
    /// What it shows, in a sentence.
    let description: String
    /// The values, from left to right.
    let values: [Int]
    /// What stands below the first bar and below the last.
    let ends: (first: String, last: String)
    /// Names the chart in its page.
    let id: String

    /// How high the highest bar is.
    private static let height = 72

    /// A hundredth of a percent is as fine as a screen is.
    private static func percent(_ part: Int, of whole: Int) -> String {
        let hundredths = whole == 0 ? 0 : part * 10_000 / whole
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)%"
    }

    /// The height of a bar: what is not nothing can be seen.
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
