/// Where everything of a spread is: how many members there are in each of several classes, one class a row.
///
/// A pure function of its rows, so that it is tested without a browser.
public struct SpreadLayout: Hashable, Sendable {
    /// On which side of zero a class is.
    public enum Side: Hashable, Sendable {
        case below, zero, above

        /// The look of its bars. The label says the same.
        var look: PieceLook {
            switch self {
            case .below: .covered
            case .zero: .atWork
            case .above: .suspended
            }
        }
    }

    /// A class and its members.
    public struct Row: Hashable, Sendable {
        /// The words for the class.
        public let label: String
        /// The number of members.
        public let count: Int
        /// On which side of zero the class is.
        public let side: Side

        /// A class and its members.
        public init(_ label: String, count: Int, _ side: Side) {
            self.label = label
            self.count = count
            self.side = side
        }
    }

    /// A bar below the text of its row.
    public struct Bar: Hashable, Sendable {
        /// The class.
        public let row: Row
        /// The distance of the text's base line from the top, in pixels.
        public let baseline: Int
        /// The distance of the bar from the top, in pixels.
        public let top: Int
        /// Where the bar ends; nil without members: then there is no bar.
        public let end: Position?
    }

    /// The height of a bar, in pixels.
    public static let barHeight = 10
    /// The height of a row, in pixels: a text and a bar.
    static let rowHeight = 36

    /// The bars, from above to below.
    public let bars: [Bar]
    /// The height of the picture, in pixels.
    public var height: Int { bars.count * Self.rowHeight }

    /// Lays out the rows between the first and the last that have members; a row at zero is always there.
    public init(_ rows: [Row]) {
        let isShown = rows.map { $0.count > 0 || $0.side == .zero }
        let first = isShown.firstIndex(of: true) ?? 0
        let shown = rows[first..<((isShown.lastIndex(of: true) ?? first - 1) + 1)]
        let highest = shown.map(\.count).max() ?? 0
        bars = shown.enumerated().map { place, row in
            let top = place * Self.rowHeight
            // A few members among many still have a bar that can be seen.
            let end = row.count > 0 ? Position(hundredths: max(50, row.count * Position.full.hundredths / highest)) : nil
            return Bar(row: row, baseline: top + 14, top: top + 20, end: end)
        }
    }
}
