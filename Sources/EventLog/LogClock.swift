import Postgres

/// The database's time: the clock that every append is checked against, and the time of the last event.
///
/// The service's clock dates the events. Events never go back in time, so one wrong clock would distort the log for ever.
/// So an append is refused if the clocks differ by more than `tolerance`, or the log ends further in the future.
/// The log's clock is the database's clock plus the offset that the owner accepted. A sandbox skips the check.
public struct LogClock: Sendable, Hashable {
    /// The instant by the log's clock, in microseconds since 1970.
    public let now: Int64
    /// When the last event was recorded, in microseconds since 1970; nil when there is none.
    let lastRecordedAt: Int64?
    /// The owner accepts last events up to this time, in microseconds since 1970.
    let acceptedUntil: Int64?
    /// Whether the clock check is off.
    public let isSandbox: Bool

    /// How far the clocks may differ, in microseconds.
    public static let tolerance: Int64 = 60_000_000

    /// Why a process may not record while its clock shows `instant`; nil when it may. In microseconds since 1970.
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
    /// The columns of `log.head` for `init`, without `recorded_at`.
    static let columns: SQL = "clock_timestamp() + clock_offset, accepted_until, (SELECT is_sandbox FROM maintien.deployment)"

    /// Reads `columns` from `column` on.
    init(_ row: borrowing Row, lastRecordedAt: Int64?, from column: Int) throws {
        now = try row.value(at: column, as: PostgresTimestamp.self).microsecondsSince1970
        self.lastRecordedAt = lastRecordedAt
        acceptedUntil = try row.value(at: column + 1, as: PostgresTimestamp?.self)?.microsecondsSince1970
        isSandbox = try row.value(at: column + 2)
    }

    /// The same verdict as `fault(at:)`, as a condition for a statement on `log.head`: true means no fault.
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
    /// The difference; on overflow, the greatest or least number.
    fileprivate func subtracting(_ other: Int64) -> Int64 {
        let (difference, overflows) = subtractingReportingOverflow(other)
        return overflows ? (other < 0 ? .max : .min) : difference
    }
}
