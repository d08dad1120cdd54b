public import Postgres

extension EventLog {
    /// The transaction that recorded an event.
    public struct RecordingTransaction: Sendable, Hashable {
        /// As the write-ahead log names it.
        public let id: Int64
        /// When the event was recorded, in microseconds since 1970.
        public let recordedAt: Int64
    }

    /// The transaction that recorded the event at a position; nil when there is no such event.
    ///
    /// Recovery can stop behind it: positions are in the order of commits, so the log ends with the last event of that transaction then.
    public static func transaction(recording position: Int64, in session: Session) throws -> RecordingTransaction? {
        try session.first(
            "SELECT xmin::text::bigint, recorded_at FROM log.event WHERE position = \(position)", as: (Int64, PostgresTimestamp).self
        ).map { RecordingTransaction(id: $0.0, recordedAt: $0.1.microsecondsSince1970) }
    }

    /// Marks the log as restored: no service takes it before its recovery. Only the database's owner may do this.
    public static func markRestored(in session: Session) throws {
        try session.execute("UPDATE log.identity SET restored_at = clock_timestamp()")
    }

    /// Whether the log was restored, and its recovery is not complete.
    public static func awaitsRecovery(in session: Session) throws -> Bool {
        try session.one("SELECT restored_at IS NOT NULL FROM log.identity", as: Bool.self)
    }

    /// Says that the recovery is complete. Only the database's owner may do this.
    public static func endRecovery(in session: Session) throws {
        try session.execute("UPDATE log.identity SET restored_at = NULL WHERE restored_at IS NOT NULL")
    }
}
