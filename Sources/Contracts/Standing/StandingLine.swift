import CivilTime

/// The holder's standing through time: what the transitions of a history make of it.
struct StandingLine: Sendable {
    /// A run of days decided by one transition.
    struct Piece: Sendable {
        /// The first day.
        let from: Day
        /// The first day of the next piece.
        var until: Day?
        let standing: Standing
        /// The transition that decided.
        let transition: Transition
        /// The last end of employment before the piece, or on its first day: an end or a portability rests on it.
        let employmentEnd: EmploymentEnd?
        /// The first day of the consecutive exemptions for an individual contract of which the piece is one; `nil` when it is none.
        let individualContractsFrom: Day?

        var period: Period { Period(from: from, until: until) }
        /// The version of the event that decided.
        var event: Int { transition.event }
    }

    /// In order of days, without gaps from the first on; the last has no end. Of several transitions of one day the last decides.
    private(set) var pieces: [Piece] = []
    /// The standing of the last piece: all transitions so far lead there.
    private(set) var last: Standing = .outside

    /// The piece in which the day looked at lies; `nil` before the first: outside.
    func on(_ glance: inout Glance) -> Piece? {
        let day = glance.day
        let next = pieces.indices.searchFirst { pieces[$0].from > day }
        if next < pieces.count { glance.lasts(until: pieces[next].from) }
        return next == 0 ? nil : pieces[next - 1]
    }

    /// The piece in which a day lies; `nil` before the first.
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

    /// The start of the portability that lasts, and its first day.
    var lastPortability: (start: PortabilityStart, from: Day)? {
        guard last == .portability, let piece = pieces.last, case .portabilityStart(let start) = piece.transition.fact else { return nil }
        return (start, piece.from)
    }

    /// The standing to which the next transition leads.
    ///
    /// - Throws: the rule of the table, and the fact that led to the standing before it.
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

    /// Takes the next transition, in order of days and, within a day, of recording. One that the table forbids leads nowhere.
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
