import Postgres

/// What the database says of time: the clock that every append is held against, and the instant at which the log ends.
///
/// The service's clock dates the events. Events never go back in time, so that one wrong clock would leave its mark for good. Therefore
/// every append is refused while the service's clock and the log's differ by more than `tolerance`, or the log ends further than that in the
/// future. The log's clock is the database's, plus the offset that the owner has accepted. A sandbox is not held to it.
public struct LogClock: Sendable, Hashable {
    /// The instant by the log's clock, in microseconds since 1970.
    public let now: Int64
    /// When the last event was recorded, in microseconds since 1970; nil when there is none.
    let lastRecordedAt: Int64?
    /// The owner has accepted that the log ends at this instant or before, in microseconds since 1970.
    let acceptedUntil: Int64?
    /// Whether any clock will do.
    public let isSandbox: Bool

    /// How far the clocks may differ, in microseconds.
    public static let tolerance: Int64 = 60_000_000

    /// What keeps commands from being recorded by a process whose clock shows `instant`, in microseconds since 1970.
    public func fault(at instant: Int64) -> ClockFault? {
        if isSandbox { return nil }
        let difference = instant.subtracting(now)
        if difference.magnitude > LogClock.tolerance { return .differs(microseconds: difference) }
        guard let lastRecordedAt, lastRecordedAt > acceptedUntil ?? .min else { return nil }
        let lead = lastRecordedAt.subtracting(now)
        return lead > LogClock.tolerance ? .logEndsInFuture(microseconds: lead) : nil
    }
}

extension LogClock {
    /// The columns of `log.head` from which it is read, beside `recorded_at`.
    static let columns: SQL = "clock_timestamp() + clock_offset, accepted_until, (SELECT is_sandbox FROM maintien.deployment)"

    /// Reads `columns` from `column` on.
    init(_ row: borrowing Row, lastRecordedAt: Int64?, from column: Int) throws {
        now = try row.value(at: column, as: PostgresTimestamp.self).microsecondsSince1970
        self.lastRecordedAt = lastRecordedAt
        acceptedUntil = try row.value(at: column + 1, as: PostgresTimestamp?.self)?.microsecondsSince1970
        isSandbox = try row.value(at: column + 2)
    }

    /// The same verdict as `fault(at:)` inside a statement on `log.head`: true where there is no fault.
    static func hasNoFault(at instant: Int64) -> SQL {
        let instant = PostgresTimestamp(microsecondsSince1970: instant)
        return """
            (\(instant) BETWEEN clock_timestamp() + clock_offset - interval '60 s' AND clock_timestamp() + clock_offset + interval '60 s'
                AND (recorded_at IS NULL OR recorded_at <= clock_timestamp() + clock_offset + interval '60 s' OR recorded_at <= accepted_until)
                OR (SELECT is_sandbox FROM maintien.deployment))
            """
    }
}

extension Int64 {
    /// The difference; where it cannot be told, the greatest or least number.
    fileprivate func subtracting(_ other: Int64) -> Int64 {
        let (difference, overflows) = subtractingReportingOverflow(other)
        return overflows ? (other < 0 ? .max : .min) : difference
    }
}
