public import CivilTime

/// A holder's cover and option on a day.
public struct HolderCover: Hashable, Sendable {
    /// The cover.
    public let cover: Cover
    /// The option; `nil` without cover.
    public let option: Option?
}

extension Contract {
    /// The holder's cover and option on every day.
    public var line: Timeline<HolderCover> {
        Timeline { glance in
            let piece = holder(&glance)
            return HolderCover(cover: piece.cover.judged(asOf: asOf), option: piece.option)
        }
    }
}
