/// A lane of the picture: a title, and below it a bar of pieces.
public struct Lane: Sendable {
    /// The kind of a lane.
    public enum Kind: Hashable, Sendable {
        case situation
        case cover(PersonKey)
        case payment
    }

    /// The kind of the lane.
    public let kind: Kind
    /// Its title, cut if it is too long.
    public let titles: [FittedLabel]
    /// The pieces, in order; together they cover the window.
    public let pieces: [LanePiece]
    /// The earlier pieces, on the days that differ; empty without a comparison.
    public let before: [LanePiece]
    /// The baseline of the title in pixels from the top of the picture.
    public let top: Int

    /// The height of a bar in pixels.
    public static let barHeight = 26
    /// The height of the bar of the earlier pieces.
    public static let beforeHeight = 7

    /// The top of the bar, in pixels from the top of the picture.
    public var barTop: Int { beforeTop + (before.isEmpty ? 0 : Self.beforeHeight + 5) }
    /// The top of the bar of the earlier pieces.
    public var beforeTop: Int { top + 6 }
    /// The baseline of the next lane's title.
    var nextTop: Int { barTop + Self.barHeight + 18 }
}
