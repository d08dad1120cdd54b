import CivilTime

/// The holder's standing over time, from the transitions of a history.
struct StandingLine: Sendable {
    /// A run of days decided by one transition.
    struct Piece: Sendable {
        /// The first day.
        let from: Day
        /// The first day of the next piece.
        var until: Day?
        let standing: Standing
        /// The transition that decided it.
        let transition: Transition
        /// The last end of employment before the piece or on its first day; an end or a portability depends on it.
        let employmentEnd: EmploymentEnd?
        /// The first day of the consecutive exemptions for an individual contract that this piece belongs to; otherwise `nil`.
        let individualContractsFrom: Day?

        var period: Period { Period(from: from, until: until) }
        /// The version of the event that decided it.
        var event: Int { transition.event }
    }

    /// The pieces in order of days, without gaps; the last has no end. Of several transitions on one day, the last decides.
    private(set) var pieces: [Piece] = []
    /// The standing of the last piece, after all transitions so far.
    private(set) var last: Standing = .outside

    /// The piece of the glance's day; `nil` before the first piece, when the standing is outside.
    func on(_ glance: inout Glance) -> Piece? {
        let day = glance.day
        let next = pieces.indices.searchFirst { pieces[$0].from > day }
        if next < pieces.count { glance.lasts(until: pieces[next].from) }
        return next == 0 ? nil : pieces[next - 1]
    }

    /// The piece of a day; `nil` before the first piece.
    func piece(on day: Day) -> Piece? {
        var glance = Glance(day)
        return on(&glance)
    }

    /// The standing on a day.
    subscript(day: Day) -> Standing { piece(on: day)?.standing ?? .outside }
}

extension StandingLine {
    /// The version of the event that led to the last standing; `nil` before the first.
    var lastEvent: Int? { pieces.last?.event }

    /// The start of the current portability, and its first day.
    var lastPortability: (start: PortabilityStart, from: Day)? {
        guard last == .portability, let piece = pieces.last, case .portabilityStart(let start) = piece.transition.fact else { return nil }
        return (start, piece.from)
    }

    /// The standing after a transition.
    ///
    /// - Throws: the rule of the table, with the fact that led to the current standing.
    func standing(after transition: Transition) throws(Refusal) -> Standing {
        guard let next = TransitionTable.standing(after: transition.column, from: last) else {
            throw Refusal(TransitionTable.refusal(of: transition.column, from: last), conflictsWith: lastEvent)
        }
        if last == .temporaryCessation, case .temporaryCessation(let fact) = transition.fact,
            case .temporaryCessation(let open)? = pieces.last?.transition.fact, fact.cause == open.cause
        {
            throw Refusal(.absenceAlreadyOpen, conflictsWith: lastEvent)
        }
        return next
    }

    /// Applies the next transition, in order of days, then of recording. One that the table forbids is ignored.
    mutating func take(_ transition: Transition) {
        guard let standing = try? standing(after: transition) else { return }
        last = standing
        let day = transition.effectiveOn
        let employmentEnd = if case .employmentEnd(let fact) = transition.fact { fact } else { pieces.last?.employmentEnd }
        if pieces.last?.from == day { pieces.removeLast() }
        if let last = pieces.indices.last { pieces[last].until = day }
        let isIndividualContract = if case .exemption(let fact) = transition.fact { fact.ground == .individualContract } else { false }
        pieces.append(
            Piece(
                from: day, until: nil, standing: standing, transition: transition, employmentEnd: employmentEnd,
                individualContractsFrom: isIndividualContract ? pieces.last?.individualContractsFrom ?? day : nil))
    }
}
