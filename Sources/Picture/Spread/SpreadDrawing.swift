public import HTML

/// Draws a spread as SVG, with a table that says the same.
public struct SpreadDrawing: Sendable {
    /// The words of the picture.
    public struct Labels: Sendable {
        /// The title of picture and table.
        public let title: String
        /// The picture in a sentence.
        public let description: String
        /// The heading of the classes.
        public let classes: String
        /// The heading of the numbers.
        public let count: String
        /// A number in words.
        public let written: @Sendable (Int) -> String

        /// The words of a picture.
        public init(title: String, description: String, classes: String, count: String, written: @escaping @Sendable (Int) -> String) {
            self.title = title
            self.description = description
            self.classes = classes
            self.count = count
            self.written = written
        }
    }

    private let layout: SpreadLayout
    private let labels: Labels
    private let id: String

    /// - Parameter id: the identifier of the picture in its page.
    public init(_ layout: SpreadLayout, _ labels: Labels, id: String) {
        self.layout = layout
        self.labels = labels
        self.id = id
    }

    /// The picture, in its figure.
    public var html: HTML {
        let bars = layout.bars.map { bar -> HTML in
            let rect = bar.end.map { end -> HTML in
                "<rect class=\"\(bar.row.side.look.rawValue)\" \(Position.zero..<end) y=\"\(bar.top)\" height=\"\(SpreadLayout.barHeight)\"/>"
            }
            return """
                <text x="0" y="\(bar.baseline)">\(bar.row.label)</text><text class="ae" x="100%" y="\(bar.baseline)">\(labels.written(bar.row.count))</text>\
                \(rect)

                """
        }
        return """
            <figure class="picture"><svg role="img" height="\(layout.height)" aria-labelledby="\(id)-t \(id)-d">\
            <title id="\(id)-t">\(labels.title)</title><desc id="\(id)-d">\(labels.description)</desc>
            \(bars)</svg></figure>

            """
    }

    /// The table with the content of the picture, in a part of the page that scrolls.
    public var table: HTML {
        let rows = layout.bars.map { bar -> HTML in
            "<tr><th scope=\"row\">\(bar.row.label)</th><td class=\"num\">\(labels.written(bar.row.count))</td></tr>\n"
        }
        return """
            <div class="picture-table" role="region" aria-label="\(labels.title)" tabindex="0">
            <table><caption>\(labels.title)</caption>
            <thead><tr><th scope="col">\(labels.classes)</th><th scope="col" class="num">\(labels.count)</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>

            """
    }
}
