public import CivilTime

extension Contract {
    /// The holder's cover on a day.
    public func cover(on day: Day) -> Cover {
        ground(on: day).cover.judged(asOf: asOf)
    }

    /// The reasons for the holder's cover on a day.
    public func coverReasons(on day: Day) -> [Reason] {
        ground(on: day).reasons(asOf: asOf)
    }

    /// The holder's cover on every day.
    public var cover: Timeline<Cover> {
        Timeline { glance in ground(&glance).cover.judged(asOf: asOf) }
    }

    /// The option on a day: that of the affiliation, or of a later change that took effect during employment.
    ///
    /// Under portability it stays the same (G8). `nil` when the holder has no cover or is exempt.
    public func option(on day: Day) -> Option? {
        var glance = Glance(day)
        return holder(&glance, optionsThatCount).option
    }

    /// The options of affiliations, and of changes that took effect during employment.
    var optionsThatCount: Dated<Option> { facts.options.filter { !$0.isChange || standing[$0.effectiveOn].isEmployed } }

    /// The holder's cover and option on the glance's day.
    ///
    /// - Parameter options: `optionsThatCount`.
    func holder(_ glance: inout Glance, _ options: borrowing Dated<Option>) -> Situation.HolderPiece {
        let cover = ground(&glance).cover
        return Situation.HolderPiece(cover: cover, option: cover.isHeld ? option(held: &glance, of: options) : nil)
    }

    /// The latest option; under portability, the latest up to the last day of employment.
    private func option(held glance: inout Glance, of options: borrowing Dated<Option>) -> Option? {
        guard let piece = standing.on(&glance), piece.standing == .portability else { return options.on(&glance)?.value }
        var eve = Glance(piece.from.previous)
        return options.on(&eve)?.value
    }

    private func ground(on day: Day) -> Ground {
        var glance = Glance(day)
        return ground(&glance)
    }

    /// The holder's cover on the glance's day, and the reasons for it.
    func ground(_ glance: inout Glance) -> Ground {
        guard let piece = standing.on(&glance) else { return Ground(.none, Reason(.coverOutside)) }
        switch piece.standing {
        case .outside: return Ground(.none, Reason(.coverOutside))
        case .active: return covered(.active, by: piece)
        case .paidAbsence: return covered(.paidAbsence, by: piece)
        case .temporaryCessation: return covered(.temporaryCessation, by: piece)
        case .suspended:
            let suspended = Reason(.coverSuspended, event: piece.event)
            guard let continuation = continuation(of: piece), glance.isIn(continuation.period) else {
                return Ground(Cover(.suspended), suspended)
            }
            return Ground(Cover(.covered, .continuation), Reason(.continuation, event: continuation.request), suspended)
        case .exempt:
            let isOver = exemption(of: piece).map { glance.hasReached($0) } ?? false
            return Ground(isOver ? .none : Cover(.exempt), Reason(.exemption, event: piece.event))
        case .ended: return Ground(.none, Reason(.coverEnded, event: piece.event))
        case .portability: return portabilityGround(&glance, in: piece)
        }
    }

    private func covered(_ basis: Cover.Basis, by piece: StandingLine.Piece) -> Ground {
        var resumption: Reason?
        if case .resumption = piece.transition.fact { resumption = Reason(.resumption, event: piece.event) }
        return Ground(Cover(.covered, basis), Reason(.coverActive, event: piece.event), resumption)
    }
}
