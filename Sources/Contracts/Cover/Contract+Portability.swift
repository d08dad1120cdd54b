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

    /// The days on which cover may change: one month's proof may differ from the next one's.
    var breaks: [Day] { [from] + monthsToProve.map(\.firstDay).filter { $0 > from } + [days.until ?? from] }
}

/// How far a month's proof has come, on the day on which deadlines are judged.
public enum ProofState: String, CaseIterable, Sendable {
    case proven, awaited, overdue
}

extension Contract {
    /// The portability of a piece of that standing; of another piece, one without days.
    func portability(of piece: StandingLine.Piece) -> Portability {
        guard case .portabilityStart(let start) = piece.transition.fact else {
            return Portability(from: piece.from, event: piece.event, days: Period(from: piece.from, until: piece.from), months: 0)
        }
        let (months, until) = window(of: start, from: piece.from)
        let window = Period(from: piece.from, until: until).cut(before: piece.until)
        let lostOn = facts.proofs.values.lazy.compactMap(\.fact.lostOn).filter { window.contains($0) }.min()
        return Portability(from: piece.from, event: piece.event, days: window.cut(before: lostOn), months: months)
    }

    /// All portabilities of the history, by first day.
    var portabilities: [Portability] {
        standing.pieces.filter { $0.standing == .portability }.map(portability(of:))
    }

    /// The window of a portability: N months from its first day, shortened by a stated end of benefits.
    func window(of start: PortabilityStart, from: Day) -> (months: Int, until: Day) {
        let scheme = scheme(on: from)
        let activity = ActivityLength(
            of: start.bulletin?.activityPeriods ?? [], rounding: scheme.value(\.portabilityMonthRounding, on: from))
        let length = activity.capped(months: scheme.value(\.portabilityMaxMonths, on: from))
        let until = from.adding(months: length.months).adding(days: length.days)
        guard let benefitThrough = start.notification?.benefitThrough else { return (length.months, until) }
        return (length.months, max(from, min(until, benefitThrough.next)))
    }

    /// How far a month's proof has come. One that tells of a loss proves the days before it: nothing of a portability that starts later.
    func proofState(of month: Month, in portability: Portability) -> ProofState {
        if let proof = facts.proofs[month]?.fact, proof.lostOn.map({ $0 > portability.from }) ?? true { return .proven }
        return asOf <= proofDueThrough(month) ? .awaited : .overdue
    }

    /// The last day on which a month's proof is in time.
    func proofDueThrough(_ month: Month) -> Day {
        let day = month.firstDay
        return month.adding(scheme(on: day).value(\.proofDueMonths, on: day)).lastDay
    }

    /// The holder's cover on a day whose standing is portability, with what decides it.
    func reasonedPortabilityCover(on day: Day, in portability: Portability) -> (cover: Cover, because: [Reason]) {
        let duration = Reason(.portabilityDuration, event: portability.event)
        guard portability.days.contains(day) else { return (.none, [duration]) }
        let month = Month(of: day)
        return switch proofState(of: month, in: portability) {
        case .proven: (Cover(.covered, .portability), [duration, Reason(.proofProven, event: facts.proofs[month]?.version)])
        case .awaited: (Cover(.provisional, .portability), [duration, Reason(.proofAwaited)])
        case .overdue: (Cover(.lapsed, .portability), [duration, Reason(.proofOverdue)])
        }
    }

    /// Whether a proof only repeats one on record.
    ///
    /// - Throws: what refuses it when it does not.
    func isKnown(_ proof: Proof) throws(Refusal) -> Bool {
        if let recorded = facts.proofs[proof.month]?.fact {
            guard recorded == proof else { throw Refusal(.proofConflicting) }
            return true
        }
        if facts.portabilityStarts.isEmpty { throw Refusal(.portabilityNotOpen) }
        let touched = portabilities.filter { $0.days.months?.contains(proof.month) ?? false }
        if touched.isEmpty { throw Refusal(.proofOutsideWindow) }
        if let lostOn = proof.lostOn {
            guard proof.month.contains(lostOn), touched.contains(where: { $0.days.contains(lostOn) }) else {
                throw Refusal(.proofOutsideWindow)
            }
        }
        return false
    }
}
