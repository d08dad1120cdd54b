import CivilTime

/// The SEPA mandates of a history: which are registered, and on which days one is in force.
///
/// A registration puts the mandate of its reference in force from its day on, a revocation ends it from its own. Facts of one day apply in
/// the order of recording.
struct Mandates: Sendable {
    private struct Move {
        let on: Day
        let reference: String
        let isRegistration: Bool
    }

    /// By day, then by order of recording.
    private var moves: [Move] = []

    mutating func register(_ reference: String, from day: Day) { insert(Move(on: day, reference: reference, isRegistration: true)) }

    mutating func revoke(_ reference: String, from day: Day) { insert(Move(on: day, reference: reference, isRegistration: false)) }

    private mutating func insert(_ move: Move) {
        let place = moves.lastIndex { $0.on <= move.on }.map { $0 + 1 } ?? 0
        moves.insert(move, at: place)
    }

    /// Whether a mandate with this reference is registered, on whichever day.
    func knows(_ reference: String) -> Bool { moves.contains { $0.isRegistration && $0.reference == reference } }

    /// Whether a mandate is in force on the day looked at.
    func isInForce(_ glance: inout Glance) -> Bool {
        var inForce: Set<String> = []
        for move in moves {
            guard glance.hasReached(move.on) else { break }
            if move.isRegistration { inForce.insert(move.reference) } else { inForce.remove(move.reference) }
        }
        return !inForce.isEmpty
    }

    /// The first day from which on no mandate is in force any more, if none is in force for ever.
    var end: Day? {
        var since: [String: Day] = [:]
        var end = Day.distantPast
        for move in moves {
            if move.isRegistration {
                since[move.reference] = since[move.reference] ?? move.on
            } else if let from = since.removeValue(forKey: move.reference), from < move.on {
                end = max(end, move.on)
            }
        }
        return since.isEmpty ? end : nil
    }
}
