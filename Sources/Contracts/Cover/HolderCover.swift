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
        let options = optionsThatCount
        return judged(Timeline { glance in holder(&glance, options) })
    }

    /// The holder's cover and option on every day, judged on `asOf`.
    public func judged(_ line: Timeline<Situation.HolderPiece>) -> Timeline<HolderCover> {
        line.map { HolderCover(cover: $0.cover.judged(asOf: asOf), option: $0.option) }
    }

    /// A person's cover on every day, judged on `asOf`.
    public func judged(_ line: Timeline<PendingCover>) -> Timeline<Cover> { line.map { $0.judged(asOf: asOf) } }
}
