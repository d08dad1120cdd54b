import CivilTime

/// The SEPA mandates of a history: which are registered, and on which days one is in force.
///
/// A registration puts a mandate in force from its effective day; a revocation ends it from its own. Facts of the same day apply in the
/// order of recording.
struct Mandates: Sendable {
    private struct Move: DayFact {
        let effectiveOn: Day
        let event: Int
        let reference: String
        /// The day on which the registered mandate was signed; `nil` for a revocation.
        let signedOn: Day?
    }

    private var moves: ByDay<Move> = ByDay()
    private var registered: Set<String> = []
    /// The days on which the state changes: in turn, from here on some mandate is in force, or none is.
    private var turns: [Day] = []
    private var isSorted = true

    /// Adds a registration, recorded after all other moves. Call `sort()` before any question.
    mutating func register(_ registration: MandateRegistration, event: Int) {
        registered.insert(registration.mandateReference)
        add(
            Move(
                effectiveOn: registration.effectiveOn, event: event, reference: registration.mandateReference,
                signedOn: registration.signedOn))
    }

    /// Adds a revocation, recorded after all other moves. Call `sort()` before any question.
    mutating func revoke(_ reference: String, from day: Day, event: Int) {
        add(Move(effectiveOn: day, event: event, reference: reference, signedOn: nil))
    }

    private mutating func add(_ move: Move) {
        moves.add(move)
        isSorted = false
    }

    /// Sorts the moves after additions.
    mutating func sort() {
        if isSorted { return }
        moves.sort()
        turns = []
        var inForce: Set<String> = []
        for (place, move) in moves.all.enumerated() {
            if move.signedOn != nil { inForce.insert(move.reference) } else { inForce.remove(move.reference) }
            let isLastOfDay = place + 1 == moves.all.count || moves.all[place + 1].effectiveOn > move.effectiveOn
            if isLastOfDay, inForce.isEmpty == hasOpenEnd { turns.append(move.effectiveOn) }
        }
        isSorted = true
    }

    /// Whether a mandate is in force without end.
    private var hasOpenEnd: Bool { turns.count % 2 == 1 }

    /// The references of all registered mandates, sorted.
    var references: [String] { registered.sorted() }

    /// Whether a mandate with this reference is registered, on any day.
    func knows(_ reference: String) -> Bool { registered.contains(reference) }

    /// Whether a mandate is in force on the glance's day.
    func isInForce(_ glance: inout Glance) -> Bool {
        let day = glance.day
        let next = turns.indices.searchFirst { turns[$0] > day }
        if next < turns.count { glance.lasts(until: turns[next]) }
        return next % 2 == 1
    }

    /// The mandate that counts on a day: of those in force, the one registered last, by day and then by order of recording.
    func mandate(on day: Day) -> RegisteredMandate? {
        var inForce: [RegisteredMandate] = []
        for move in moves.all.prefix(while: { $0.effectiveOn <= day }) {
            inForce.removeAll { $0.reference == move.reference }
            if let signedOn = move.signedOn {
                inForce.append(RegisteredMandate(reference: move.reference, signedOn: signedOn, event: move.event))
            }
        }
        return inForce.last
    }

    /// The first day after all mandates; `nil` if one is in force without end.
    var end: Day? { hasOpenEnd ? nil : turns.last ?? .distantPast }
}
