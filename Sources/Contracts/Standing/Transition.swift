import CivilTime

/// A fact that moves the holder to another standing. A class, shared by the facts in force and the pieces of the standing.
final class Transition: DayFact {
    let fact: Fact
    /// The version of its event.
    let event: Int
    /// The first day of the new standing.
    let effectiveOn: Day
    /// Its column in the transition table.
    let column: TransitionTable.Column

    private init(_ told: RecordedFact, on day: Day, under column: TransitionTable.Column) {
        fact = told.fact
        event = told.version
        effectiveOn = day
        self.column = column
    }

    /// The fact as a transition; `nil`, without an allocation, for an attached fact or a start of portability without a bulletin.
    static func of(_ told: borrowing RecordedFact) -> Transition? {
        let bearing = told.fact.bearing
        guard let column = bearing.column, let day = bearing.effectiveOn else { return nil }
        return Transition(copy told, on: day, under: column)
    }
}
