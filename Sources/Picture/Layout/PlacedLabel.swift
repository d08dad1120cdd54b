/// A text of a row of texts, placed so that no two overlap.
public struct PlacedLabel: Hashable, Sendable {
    /// Which point of the text lies at its place.
    public enum Anchor: String, Sendable {
        case start, middle, end
    }

    /// The text.
    public let text: String
    /// The narrowest class in which it has room.
    public let from: WidthClass
    /// Where it is.
    public let place: Position
    /// Which point of it is there.
    public let anchor: Anchor
    /// What it is about, such as a place in a list.
    let subject: Int

    /// A text that wants a place.
    struct Candidate {
        let text: String
        let place: Position
        let subject: Int
        let anchor: Anchor
        /// In pixels, with the space that keeps it from its neighbours.
        let width: Int
        /// The distance in pixels from the place to the text.
        let offset: Int

        /// A text that begins behind its place.
        init(_ text: String, behind place: Position, offset: Int, subject: Int = 0) {
            self.init(text, place, subject, .start, offset: offset)
        }

        /// A text in the middle of its place; beside it at the edges of the window.
        init(_ text: String, around place: Position, isBold: Bool = false, subject: Int) {
            let half = TextWidth.pixels(text, size: FittedLabel.size, isBold: isBold) / 2 + 1
            let left = place.pixels(of: WidthClass.narrow.pixels)
            let anchor: Anchor = left < half ? .start : WidthClass.narrow.pixels - left < half ? .end : .middle
            self.init(text, place, subject, anchor, offset: 0, isBold: isBold)
        }

        private init(_ text: String, _ place: Position, _ subject: Int, _ anchor: Anchor, offset: Int, isBold: Bool = false) {
            self.text = text
            self.place = place
            self.subject = subject
            self.anchor = anchor
            self.offset = offset
            width = TextWidth.pixels(text, size: FittedLabel.size, isBold: isBold)
        }

        /// The pixels that the text takes in a picture of that width.
        func pixels(of total: Int) -> Range<Int> {
            let left = place.pixels(of: total) + offset
            return switch anchor {
            case .start: left..<left + width
            case .middle: left - width / 2..<left - width / 2 + width
            case .end: left - width..<left
            }
        }
    }

    /// Gives each text the narrowest class in which it lies in the window and overlaps none that was placed before; leaves out those without any.
    ///
    /// A text placed in one class keeps its room in all wider ones: places move apart, texts do not grow.
    ///
    /// - Parameter candidates: the more important first.
    static func place(_ candidates: [Candidate]) -> [PlacedLabel] {
        var placed: [(candidate: Candidate, from: WidthClass)] = []
        var waiting = candidates
        for width in WidthClass.allCases {
            let total = width.pixels
            waiting.removeAll { candidate in
                let pixels = candidate.pixels(of: total)
                guard pixels.lowerBound >= 0, pixels.upperBound <= total,
                    placed.allSatisfy({ !$0.candidate.pixels(of: total).widened(by: 6).overlaps(pixels) })
                else { return false }
                placed.append((candidate, width))
                return true
            }
        }
        return placed.map { candidate, from in
            PlacedLabel(text: candidate.text, from: from, place: candidate.place, anchor: candidate.anchor, subject: candidate.subject)
        }
    }
}

extension Range<Int> {
    fileprivate func widened(by margin: Int) -> Range { lowerBound - margin..<upperBound + margin }
}
