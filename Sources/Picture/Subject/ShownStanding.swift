public import Contracts

/// The content of the situation lane on a day.
public struct ShownStanding: Hashable, Sendable {
    /// The holder's standing.
    public let standing: Standing
    /// Whether the portability or exemption has ended although no fact changed the standing.
    public let isOver: Bool

    /// A standing, and whether it has run out.
    public init(_ standing: Standing, isOver: Bool = false) {
        self.standing = standing
        self.isOver = isOver
    }

    /// The standing of a day with the holder's cover on that day.
    public init(_ standing: Standing, cover: Cover) {
        self.init(standing, isOver: (standing == .portability || standing == .exempt) && cover.state == .none)
    }
}
