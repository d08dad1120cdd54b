import CivilTime

/// A run of days on which guarantees are kept for free after employment (G6–G9).
struct Portability: Sendable {
    /// The first day without employment.
    let from: Day
    /// The version of its start.
    let event: Int
    /// The days: the window, cut by an end, by the loss of compensation, by another affiliation or an exemption. May be none.
    let days: Period
    /// N, counted from the bulletin and capped, before any cut.
    let months: Int

    /// The months that the days touch: each needs its proof.
    var monthsToProve: [Month] { days.months.map(Array.init) ?? [] }
}

extension Contract {
    /// The proof of a month of a portability, if it has come. One that tells of a loss proves the days before it: nothing of a portability
    /// that starts later.
    func proof(of month: Month, in portability: Portability) -> Told<Proof>? {
        guard let proof = facts.proof(of: month), proof.fact.lostOn.map({ $0 > portability.from }) ?? true else { return nil }
        return proof
    }

    /// How far a month's proof has come.
    func proofState(of month: Month, in portability: Portability) -> ProofState {
        proof(of: month, in: portability) == nil ? ProofState(unproven: proofDueThrough(month), asOf: asOf) : .proven
    }

    /// The last day on which a month's proof is in time.
    func proofDueThrough(_ month: Month) -> Day {
        let day = month.firstDay
        return month.adding(scheme(on: day).parameters.proofDueMonths.value(on: day)).lastDay
    }

    /// What decides the holder's cover on the day looked at, in a piece whose standing is portability.
    func portabilityGround(_ glance: inout Glance, in piece: StandingLine.Piece) -> Ground {
        let duration = Reason(.portabilityDuration, event: piece.event)
        guard let portability = portability(from: piece.from), glance.isIn(portability.days) else {
            return Ground(.none, duration)
        }
        let month = Month(of: glance.day)
        // One month's proof may differ from the next one's.
        glance.lasts(until: month.next.firstDay)
        guard let proof = proof(of: month, in: portability) else {
            return Ground(pending: .unproven(dueThrough: proofDueThrough(month)), duration)
        }
        return Ground(Cover(.covered, .portability), duration, Reason(.proofProven, event: proof.version))
    }

    /// Whether the day looked at is one of a portability's.
    func isInPortability(_ glance: inout Glance) -> Bool {
        guard let piece = standing.on(&glance), piece.standing == .portability, let portability = portability(from: piece.from) else {
            return false
        }
        return glance.isIn(portability.days)
    }

    /// The portability that begins on a day.
    private func portability(from day: Day) -> Portability? {
        let place = portabilities.indices.searchFirst { portabilities[$0].from >= day }
        return place < portabilities.count && portabilities[place].from == day ? portabilities[place] : nil
    }

    /// Whether a proof only repeats one on record.
    ///
    /// - Throws: what refuses it when it does not.
    func isKnown(_ proof: Proof) throws(Refusal) -> Bool {
        if let recorded = facts.proof(of: proof.month) {
            guard recorded.fact == proof else { throw Refusal(.proofConflicting, conflictsWith: recorded.version) }
            return true
        }
        if facts.portabilityStarts.isEmpty { throw Refusal(.portabilityNotOpen) }
        let touched = portabilities.filter { $0.days.months?.contains(proof.month) ?? false }
        if touched.isEmpty { throw Refusal(.proofOutsideWindow, conflictsWith: course.cut(proof.month.firstDay...proof.month.lastDay)) }
        if let lostOn = proof.lostOn {
            guard proof.month.contains(lostOn) else { throw Refusal(.proofOutsideWindow, field: .lostOn) }
            guard touched.contains(where: { $0.days.contains(lostOn) }) else {
                throw Refusal(.proofOutsideWindow, conflictsWith: course.cut(lostOn...lostOn), field: .lostOn)
            }
        }
        return false
    }
}

extension Course {
    /// The portabilities of the standing, by first day.
    func portabilitiesOfStanding() -> [Portability] {
        facts.portabilityStarts.isEmpty
            ? [] : standing.pieces.compactMap { $0.standing == .portability ? portability(of: $0) : nil }
    }

    /// The portability of a piece of that standing; of another piece, one without days.
    private func portability(of piece: StandingLine.Piece) -> Portability {
        guard case .portabilityStart(let start) = piece.transition.fact else {
            return Portability(from: piece.from, event: piece.event, days: Period(from: piece.from, until: piece.from), months: 0)
        }
        let (months, until) = window(of: start, from: piece.from)
        let window = Period(from: piece.from, until: until).cut(before: piece.until)
        return Portability(from: piece.from, event: piece.event, days: window.cut(before: facts.loss(in: window)), months: months)
    }

    /// The version of the event that took days from a portability, in whose window they lie: a transition, or a proof of a loss; `nil` when
    /// none did.
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
