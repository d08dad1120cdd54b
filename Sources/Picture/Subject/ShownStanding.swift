public import Contracts

/// What the lane of the situation says of a day.
public struct ShownStanding: Hashable, Sendable {
    /// The holder's standing.
    public let standing: Standing
    /// Whether the portability or the exemption has ended while the standing lasts: no fact followed it.
    public let isOver: Bool

    /// A standing, and whether what it gives has ended.
    public init(_ standing: Standing, isOver: Bool = false) {
        self.standing = standing
        self.isOver = isOver
    }

    /// The standing of a day on which the holder has a cover.
    public init(_ standing: Standing, cover: Cover) {
        self.init(standing, isOver: (standing == .portability || standing == .exempt) && cover.state == .none)
    }
}
