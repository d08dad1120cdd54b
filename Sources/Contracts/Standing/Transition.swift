import CivilTime

/// A fact that moves the holder from one standing to another. A class, so that the facts in force and the pieces of the standing share it.
final class Transition: DayFact {
    let fact: Fact
    /// The version of the event that told it.
    let event: Int
    /// The first day of the standing that it leads to.
    let effectiveOn: Day
    /// The column of the table under which it stands.
    let column: TransitionTable.Column

    private init(_ told: RecordedFact, on day: Day, under column: TransitionTable.Column) {
        fact = told.fact
        event = told.version
        effectiveOn = day
        self.column = column
    }

    /// The fact as a transition; `nil` when it is an attached one, or a start of portability that no bulletin dates. Then nothing is allocated.
    static func of(_ told: borrowing RecordedFact) -> Transition? {
        let bearing = told.fact.bearing
        guard let column = bearing.column, let day = bearing.effectiveOn else { return nil }
        return Transition(copy told, on: day, under: column)
    }
}
