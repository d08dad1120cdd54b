import CivilTime
import Postgres

extension BinaryRows {
    /// The first day of each piece of a timeline, as an array; negative infinity for the first piece.
    mutating func starts<Value>(of timeline: Timeline<Value>) {
        let changes = timeline.changes
        array(changes.count + 1, of: PostgresDate.self) { pen in
            pen.element(PostgresDate.minusInfinity)
            for change in changes { pen.element(PostgresDate(change.on)) }
        }
    }

    /// `each` numbers for every piece of a timeline, as an array.
    mutating func numbers<Value, Number: FixedWidthValue>(
        of timeline: Timeline<Value>, each: Int = 1, as _: Number.Type, _ write: (Value, inout Pen) -> Void
    ) {
        let changes = timeline.changes
        array(each * (changes.count + 1), of: Number.self) { pen in
            write(timeline.initial, &pen)
            for change in changes { write(change.value, &pen) }
        }
    }
}
