import CivilTime

extension Course {
    /// The portabilities of the standing, by first day.
    func portabilitiesOfStanding() -> [Portability] {
        facts.portabilityStarts.isEmpty
            ? [] : standing.pieces.compactMap { $0.standing == .portability ? portability(of: $0) : nil }
    }

    /// The portability of a piece with that standing; for another piece, a portability without days.
    private func portability(of piece: StandingLine.Piece) -> Portability {
        guard case .portabilityStart(let start) = piece.transition.fact else {
            return Portability(from: piece.from, event: piece.event, days: Period(from: piece.from, until: piece.from), months: 0)
        }
        let (months, until) = window(of: start, from: piece.from)
        let window = Period(from: piece.from, until: until).cut(before: piece.until)
        return Portability(from: piece.from, event: piece.event, days: window.cut(before: facts.loss(in: window)), months: months)
    }

    /// The version of the event that shortened a portability whose window holds these days: a transition, or a proof of a loss. `nil` when
    /// there is none.
    func cut(_ days: ClosedRange<Day>) -> Int? {
        for piece in standing.pieces {
            guard piece.standing == .portability, case .portabilityStart(let start) = piece.transition.fact else { continue }
            let until = window(of: start, from: piece.from).until
            guard days.lowerBound < until, days.upperBound >= piece.from else { continue }
            let losses = facts.proofs.all.filter { proof in proof.fact.lostOn.map { piece.from <= $0 && $0 <= days.upperBound } ?? false }
            let loss = losses.min { ($0.fact.lostOn ?? until) < ($1.fact.lostOn ?? until) }
            if let next = piece.until, next <= days.upperBound, loss?.fact.lostOn.map({ next < $0 }) ?? true {
                return standing.piece(on: next)?.event
            }
            if let loss { return loss.version }
        }
        return nil
    }

    /// The window of a portability: N months from its first day, shortened by a stated end of benefits.
    func window(of start: PortabilityStart, from: Day) -> (months: Int, until: Day) {
        let scheme = under.scheme(on: from)
        let activity = ActivityLength(
            of: start.bulletin?.activityPeriods ?? [], rounding: scheme.parameters.portabilityMonthRounding.value(on: from))
        let length = activity.capped(months: scheme.parameters.portabilityMaxMonths.value(on: from))
        let until = from.adding(months: length.months).adding(days: length.days)
        guard let benefitThrough = start.notification?.benefitThrough else { return (length.months, until) }
        return (length.months, max(from, min(until, benefitThrough.next)))
    }
}
