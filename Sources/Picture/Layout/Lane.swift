/// A lane of the picture: a title, and below it a bar of pieces.
public struct Lane: Sendable {
    /// What a lane shows.
    public enum Kind: Hashable, Sendable {
        case situation
        case cover(PersonKey)
        case payment
    }

    /// What the lane shows.
    public let kind: Kind
    /// Its title, cut where it is too long.
    public let titles: [FittedLabel]
    /// The pieces, in order; they cover the window.
    public let pieces: [LanePiece]
    /// The pieces as they were before, on the days on which they differ; empty without a comparison.
    public let before: [LanePiece]
    /// The baseline of the title in pixels from the top of the picture.
    public let top: Int

    /// The height of a bar in pixels.
    public static let barHeight = 26
    /// The height of the bar of what was before.
    public static let beforeHeight = 7

    /// Where the bar begins, in pixels from the top of the picture.
    public var barTop: Int { beforeTop + (before.isEmpty ? 0 : Self.beforeHeight + 5) }
    /// Where the bar of what was before begins.
    public var beforeTop: Int { top + 6 }
    /// Where the next lane has its title.
    var nextTop: Int { barTop + Self.barHeight + 18 }
}
