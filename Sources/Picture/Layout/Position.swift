/// A place across the window, in hundredths of a percent of its width: whole numbers, so that pieces meet exactly.
public struct Position: Hashable, Comparable, Sendable {
    /// 0 where the window begins, 10 000 where it ends.
    public let hundredths: Int

    /// A place.
    public init(hundredths: Int) { self.hundredths = hundredths }

    /// Where the window begins.
    public static let zero = Position(hundredths: 0)
    /// Where the window ends.
    public static let full = Position(hundredths: 10_000)

    /// Whether the left one comes first.
    public static func < (left: Position, right: Position) -> Bool { left.hundredths < right.hundredths }

    /// Whether the place lies in the window.
    var isInside: Bool { (Self.zero...Self.full).contains(self) }

    /// The place in pixels, of a window of that width.
    func pixels(of width: Int) -> Int { hundredths * width / Self.full.hundredths }
}
