import CivilTime
import Postgres

extension BinaryRows {
    /// The first days of a timeline's pieces, as an array; before all days for the first.
    mutating func starts<Value>(of timeline: Timeline<Value>) {
        let changes = timeline.changes
        array(changes.count + 1, of: PostgresDate.self) { pen in
            pen.element(PostgresDate.minusInfinity)
            for change in changes { pen.element(PostgresDate(change.on)) }
        }
    }

    /// Numbers for each of a timeline's pieces, as an array.
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
