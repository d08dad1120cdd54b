/// A text, and the widths of the picture at which it shows.
public struct FittedLabel: Hashable, Sendable {
    /// The text.
    public let text: String
    /// The narrowest width class in which it fits.
    public let from: WidthClass
    /// The width class from which a longer text replaces it; nil when none does.
    public let until: WidthClass?

    init(_ text: String, from: WidthClass, until: WidthClass? = nil) {
        self.text = text
        self.from = from
        self.until = until
    }

    /// Whether it shows in a width class.
    func shows(in width: WidthClass) -> Bool { from <= width && until.map { width < $0 } ?? true }

    /// The size of texts in pixels.
    static let size = 13
    /// The free space before and after a text in its piece, together.
    static let margin = 11

    /// The texts for a part of the window: in each width class, the longest text that fits.
    static func fit(_ texts: [String], in part: Range<Position>, isBold: Bool = false) -> [FittedLabel] {
        let measured = texts.filter { !$0.isEmpty }.map { (text: $0, width: TextWidth.pixels($0, size: size, isBold: isBold) + margin) }
            .sorted { $0.width > $1.width }
        return choose { width in
            let room = part.upperBound.pixels(of: width.pixels) - part.lowerBound.pixels(of: width.pixels)
            return measured.first { $0.width <= room }?.text
        }
    }

    /// A bold text across the whole width, cut with an ellipsis if it is too long.
    static func cut(_ text: String) -> [FittedLabel] {
        choose { width in TextWidth.cut(text, toPixels: width.pixels, size: size, isBold: true) }
    }

    /// Chooses a text for each width class, and joins classes of the same text.
    private static func choose(_ text: (WidthClass) -> String?) -> [FittedLabel] {
        var labels: [FittedLabel] = []
        for width in WidthClass.allCases {
            guard let chosen = text(width), !chosen.isEmpty, chosen != labels.last?.text else { continue }
            if let last = labels.popLast() { labels.append(FittedLabel(last.text, from: last.from, until: width)) }
            labels.append(FittedLabel(chosen, from: width))
        }
        return labels
    }
}
