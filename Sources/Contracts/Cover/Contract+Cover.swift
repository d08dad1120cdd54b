public import CivilTime

extension Contract {
    /// The holder's cover on a day.
    public func cover(on day: Day) -> Cover { reasonedCover(on: day).cover }

    /// Why the holder's cover is what it is on a day.
    public func coverReasons(on day: Day) -> [Reason] { reasonedCover(on: day).because }

    /// The holder's cover on every day.
    public var cover: Timeline<Cover> { Timeline(breakingOn: coverBreaks, cover(on:)) }

    /// The option that holds on a day: that of the affiliation, or of a change told for a day of employment since. Under portability
    /// it stays what it was (G8). `nil` where the holder has no cover or is exempt.
    public func option(on day: Day) -> Option? {
        switch cover(on: day).state {
        case .none, .exempt: nil
        case .covered, .provisional, .suspended, .lapsed: optionHeld(on: day)?.value
        }
    }

    /// The option told last of those that count: under portability of those told for the last day of employment or before.
    func optionHeld(on day: Day) -> Dated<Option>.Entry? {
        let eve = standing.piece(on: day).flatMap { $0.standing == .portability ? $0.from.previous : nil }
        return facts.options.entry(on: eve ?? day) { entry in !entry.isChange || standing[entry.from].isEmployed }
    }

    /// The holder's cover on a day, with what decides it.
    private func reasonedCover(on day: Day) -> (cover: Cover, because: [Reason]) {
        guard let piece = standing.piece(on: day) else { return (.none, [Reason(.coverOutside)]) }
        switch piece.standing {
        case .outside: return (.none, [Reason(.coverOutside)])
        case .active: return (Cover(.covered, .active), covering(piece))
        case .paidAbsence: return (Cover(.covered, .paidAbsence), covering(piece))
        case .temporaryCessation: return (Cover(.covered, .temporaryCessation), covering(piece))
        case .suspended:
            let suspended = Reason(.coverSuspended, event: piece.event)
            guard let continuation = continuation(of: piece), continuation.period.contains(day) else {
                return (Cover(.suspended), [suspended])
            }
            return (Cover(.covered, .continuation), [Reason(.continuation, event: continuation.request), suspended])
        case .exempt:
            let exempt = exemption(of: piece).map { day < $0 } ?? true
            return (exempt ? Cover(.exempt) : .none, [Reason(.exemption, event: piece.event)])
        case .ended: return (.none, [Reason(.coverEnded, event: piece.event)])
        case .portability: return reasonedPortabilityCover(on: day, in: portability(of: piece))
        }
    }

    private func covering(_ piece: StandingLine.Piece) -> [Reason] {
        let covered = Reason(.coverActive, event: piece.event)
        if case .resumption = piece.transition.fact { return [covered, Reason(.resumption, event: piece.event)] }
        return [covered]
    }

    /// The days on which the holder's cover may change.
    var coverBreaks: [Day] {
        standing.pieces.flatMap { piece -> [Day] in
            switch piece.standing {
            case .suspended: [piece.from] + (continuation(of: piece)?.period.until.map { [$0] } ?? [])
            case .exempt: [piece.from] + (exemption(of: piece).map { [$0] } ?? [])
            case .portability: [piece.from] + portability(of: piece).breaks
            default: [piece.from]
            }
        }
    }
}
