import CivilTime
import FoundationEssentials
import Postgres

extension PostgresDate {
    init(_ day: Day) { self.init(daysSince1970: Int32(day.number)) }
}

extension PostgresTimestamp {
    init(_ instant: Instant) { self.init(microsecondsSince1970: instant.microseconds) }
}

extension Day {
    /// The day of a date; the date must be finite.
    init(_ date: PostgresDate) { self.init(number: Int(date.daysSince1970)) }
}

extension Instant {
    /// The instant of a timestamp; the timestamp must be finite.
    init(_ timestamp: PostgresTimestamp) { self.init(microseconds: timestamp.microsecondsSince1970) }
}

extension BinaryRow {
    /// Reads a `uuid`, as its bits.
    mutating func uuid() throws(PostgresError) -> UInt128 { try value(UUID.self).bits }

    /// Reads a `date`, which must be finite.
    mutating func day() throws(PostgresError) -> Day { Day(try value(PostgresDate.self)) }
}
