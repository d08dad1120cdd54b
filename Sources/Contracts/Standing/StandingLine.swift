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

        var period: Period { Period(from: from, until: until) }
        /// The version of the event that decided.
        var event: Int { transition.event }
    }

    /// In order of days, without gaps from the first on. Of several transitions of one day the last decides.
    let pieces: [Piece]

    init(pieces: [Piece]) { self.pieces = pieces }

    /// What lawful transitions make of the standing.
    init(of transitions: [Transition]) {
        var walk = StandingWalk()
        for transition in transitions {
            // What is in the log was lawful when it was recorded: a question does not judge it again.
            try? walk.take(transition) { _, _ in }
        }
        pieces = walk.pieces
    }

    /// The piece in which the day looked at lies; `nil` before the first: outside.
    func on(_ glance: inout Glance) -> Piece? {
        var place = 0
        while place < pieces.count, glance.hasReached(pieces[place].from) { place += 1 }
        return place == 0 ? nil : pieces[place - 1]
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
struct StandingWalk {
    /// Judges a transition, after the table, at its place in the walk.
    typealias Check = (Transition, _ place: StandingWalk) throws(Refusal) -> Void

    /// The standing reached.
    private(set) var standing: Standing = .outside
    /// The cause of the temporary cessation reached.
    private(set) var cause: TemporaryCessation.Cause?
    /// The last end of employment met.
    private(set) var employmentEnd: EmploymentEnd?
    /// The pieces so far: every day before the next transition's.
    private(set) var pieces: [StandingLine.Piece] = []

    /// The start of the portability reached.
    var portability: (start: PortabilityStart, from: Day)? {
        guard standing == .portability else { return nil }
        return start
    }
    private var start: (PortabilityStart, Day)?

    /// Takes the next transition.
    ///
    /// - Throws: the rule of the table, or of the transition's own checks.
    mutating func take(_ transition: Transition, check: Check) throws(Refusal) {
        let next = try TransitionTable.standing(after: transition.column, from: standing)
        if case .temporaryCessation(let fact) = transition.fact, standing == .temporaryCessation, fact.cause == cause {
            throw Refusal(.absenceAlreadyOpen)
        }
        try check(transition, self)

        standing = next
        switch transition.fact {
        case .temporaryCessation(let fact): cause = fact.cause
        case .employmentEnd(let fact): employmentEnd = fact
        case .portabilityStart(let fact): start = (fact, transition.effectiveOn)
        default: break
        }
        append(transition)
    }

    private mutating func append(_ transition: Transition) {
        let day = transition.effectiveOn
        if pieces.last?.from == day { pieces.removeLast() }
        if let last = pieces.indices.last { pieces[last].until = day }
        pieces.append(
            StandingLine.Piece(
                from: day, until: nil, standing: standing, transition: transition, employmentEnd: employmentEnd))
    }
}
