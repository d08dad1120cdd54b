/// A position across the window, in hundredths of a percent of its width. Whole numbers, so that pieces meet exactly.
public struct Position: Hashable, Comparable, Sendable {
    /// 0 at the start of the window, 10 000 at its end.
    public let hundredths: Int

    /// A position.
    public init(hundredths: Int) { self.hundredths = hundredths }

    /// The start of the window.
    public static let zero = Position(hundredths: 0)
    /// The end of the window.
    public static let full = Position(hundredths: 10_000)

    /// Whether `left` comes before `right`.
    public static func < (left: Position, right: Position) -> Bool { left.hundredths < right.hundredths }

    /// Whether the position is in the window.
    var isInside: Bool { (Self.zero...Self.full).contains(self) }

    /// The position in pixels, in a window of this width.
    func pixels(of width: Int) -> Int { hundredths * width / Self.full.hundredths }
}
