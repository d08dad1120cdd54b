/// A text in a row of texts that do not overlap.
public struct PlacedLabel: Hashable, Sendable {
    /// The point of the text that is at its position.
    public enum Anchor: String, Sendable {
        case start, middle, end
    }

    /// The text.
    public let text: String
    /// The narrowest width class in which it fits.
    public let from: WidthClass
    /// Its position across the window.
    public let place: Position
    /// The point of the text that is at `place`.
    public let anchor: Anchor
    /// The index of its subject in a list of the caller.
    let subject: Int

    /// A text that is not placed yet.
    struct Candidate {
        let text: String
        let place: Position
        let subject: Int
        let anchor: Anchor
        /// The width in pixels.
        let width: Int
        /// The distance in pixels from the position to the text.
        let offset: Int

        /// A text that starts after its position.
        init(_ text: String, behind place: Position, offset: Int, subject: Int = 0) {
            self.init(text, place, subject, .start, offset: offset)
        }

        /// A text centred on its position; at the edges of the window, beside it.
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

        /// The pixels that the text covers in a picture of this width.
        func pixels(of total: Int) -> Range<Int> {
            let left = place.pixels(of: total) + offset
            return switch anchor {
            case .start: left..<left + width
            case .middle: left - width / 2..<left - width / 2 + width
            case .end: left - width..<left
            }
        }
    }

    /// Gives each text the narrowest width class in which it fits the window and overlaps no more important text. A text that fits no class
    /// is left out.
    ///
    /// If two texts do not overlap in one class, they do not overlap in a wider one: distances grow, texts do not.
    ///
    /// - Parameter candidates: in order of importance.
    static func place(_ candidates: [Candidate]) -> [PlacedLabel] {
        var placed: [(candidate: Candidate, from: WidthClass)] = []
        for candidate in candidates {
            let from = WidthClass.allCases.first { width in
                let pixels = candidate.pixels(of: width.pixels)
                guard pixels.lowerBound >= 0, pixels.upperBound <= width.pixels else { return false }
                return placed.allSatisfy { other in
                    let total = max(width, other.from).pixels
                    return !other.candidate.pixels(of: total).widened(by: 6).overlaps(candidate.pixels(of: total))
                }
            }
            if let from { placed.append((candidate, from)) }
        }
        return placed.map { candidate, from in
            PlacedLabel(text: candidate.text, from: from, place: candidate.place, anchor: candidate.anchor, subject: candidate.subject)
        }
    }
}

extension Range<Int> {
    fileprivate func widened(by margin: Int) -> Range { lowerBound - margin..<upperBound + margin }
}
