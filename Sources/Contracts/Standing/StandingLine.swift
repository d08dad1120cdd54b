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
        /// The end of employment on which an end or a portability rests.
        let employmentEnd: EmploymentEnd?
        /// The first day of the consecutive exemptions for an individual contract of which the piece is one; `nil` when it is none.
        let individualContractsFrom: Day?

        var period: Period { Period(from: from, until: until) }
        /// The version of the event that decided.
        var event: Int { transition.event }
    }

    /// In order of days, without gaps from the first on. Of several transitions of one day the last decides.
    fileprivate(set) var pieces: [Piece] = []

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

/// A walk through the transitions of a history, in order of days and, within a day, of recording.
struct StandingWalk: Sendable {
    /// The standing reached.
    private(set) var standing: Standing = .outside
    /// The cause of the temporary cessation reached.
    private var cause: TemporaryCessation.Cause?
    /// The last end of employment met.
    private(set) var employmentEnd: EmploymentEnd?
    /// The standing so far, the last one without end.
    private(set) var line = StandingLine()

    /// The start of the portability reached.
    var portability: (start: PortabilityStart, from: Day)? {
        guard standing == .portability, let start, case .portabilityStart(let fact) = start.fact else { return nil }
        return (fact, start.effectiveOn)
    }
    private var start: Transition?

    /// The standing to which the next transition leads.
    ///
    /// - Throws: the rule of the table, and the fact that led to the standing reached.
    func standing(after transition: Transition) throws(Refusal) -> Standing {
        guard let next = TransitionTable.standing(after: transition.column, from: standing) else {
            throw Refusal(TransitionTable.refusal(of: transition.column, from: standing), conflictsWith: lastEvent)
        }
        if case .temporaryCessation(let fact) = transition.fact, standing == .temporaryCessation, fact.cause == cause {
            throw Refusal(.absenceAlreadyOpen, conflictsWith: lastEvent)
        }
        return next
    }

    /// The version of the event that led to the standing reached; `nil` before the first.
    var lastEvent: Int? { line.pieces.last?.event }

    /// Takes the next transition; one that the table forbids leads nowhere.
    mutating func take(_ transition: Transition) {
        guard let next = try? standing(after: transition) else { return }
        standing = next
        switch transition.fact {
        case .temporaryCessation(let fact): cause = fact.cause
        case .employmentEnd(let fact): employmentEnd = fact
        case .portabilityStart: start = transition
        default: break
        }
        append(transition)
    }

    private mutating func append(_ transition: Transition) {
        let day = transition.effectiveOn
        if line.pieces.last?.from == day { line.pieces.removeLast() }
        if let last = line.pieces.indices.last { line.pieces[last].until = day }
        let isIndividualContract = if case .exemption(let fact) = transition.fact { fact.ground == .individualContract } else { false }
        line.pieces.append(
            StandingLine.Piece(
                from: day, until: nil, standing: standing, transition: transition, employmentEnd: employmentEnd,
                individualContractsFrom: isIndividualContract ? line.pieces.last?.individualContractsFrom ?? day : nil))
    }
}
