public import Postgres

extension EventLog {
    /// The transaction that recorded an event.
    public struct RecordingTransaction: Sendable, Hashable {
        /// As the write-ahead log names it.
        public let id: Int64
        /// When the event was recorded, in microseconds since 1970.
        public let recordedAt: Int64
        /// Whether the transaction wrote the rows of the log anew, as a move into parts does: which one recorded the event is not known any more.
        public let isRewrite: Bool
    }

    /// The transaction that recorded the event at a position; nil when there is no such event.
    ///
    /// Recovery can stop behind it: positions are in the order of commits, so the log ends with the last event of that transaction then.
    public static func transaction(recording position: Int64, in session: Session) throws -> RecordingTransaction? {
        // An append gives all its events one instant. So a transaction with events of two instants has written them anew.
        try session.first(
            """
            SELECT xmin::text::bigint, recorded_at, coalesce(
                xmin = (SELECT xmin FROM log.event WHERE recorded_at <> e.recorded_at ORDER BY position LIMIT 1), false)
            FROM log.event e WHERE position = \(position)
            """, as: (Int64, PostgresTimestamp, Bool).self
        ).map { RecordingTransaction(id: $0.0, recordedAt: $0.1.microsecondsSince1970, isRewrite: $0.2) }
    }

    /// Marks the log as restored: no service takes it before its recovery. Only the database's owner may do this.
    ///
    /// An earlier schema has no place for the mark: then the migration that makes the place sets it.
    /// - Returns: Whether the schema is of today.
    public static func markRestored(in session: Session) throws -> Bool {
        do {
            try session.execute("UPDATE log.identity SET restored_at = clock_timestamp(), recovery_begun_at = NULL")
            return true
        } catch let error as PostgresError where error.sqlState == .undefinedColumn {
            try session.executeScript("COMMENT ON TABLE log.identity IS 'restored from a backup'")
            return false
        }
    }

    /// How far the recovery of a restored log is.
    public enum RecoveryState: Sendable, Hashable {
        /// The log awaits no recovery.
        case none
        /// The log was restored, and its recovery has not begun.
        case restored
        /// The next incarnation has begun, and the recovery is not complete.
        case begun
    }

    /// A restored log is not recovered: nothing is to be read from it or appended to it before that.
    public struct AwaitsRecovery: Error, Sendable {}

    /// Whether the log may be served: it was not restored, or its recovery is complete.
    public static let isRecovered: SQL = "SELECT NOT EXISTS (SELECT FROM log.identity WHERE restored_at IS NOT NULL)"

    /// How far the recovery is.
    public static func recoveryState(in session: Session) throws -> RecoveryState {
        let (isRestored, hasBegun) = try session.one(
            "SELECT restored_at IS NOT NULL, recovery_begun_at IS NOT NULL FROM log.identity", as: (Bool, Bool).self)
        return hasBegun ? .begun : isRestored ? .restored : .none
    }

    /// Begins the next incarnation, and marks the log as restored if it is not yet. Only the database's owner may do this.
    ///
    /// - Parameter number: The new incarnation has a greater number than this one too.
    public static func beginRecovery(after number: Int, in session: Session) throws -> LogIdentity {
        try session.transaction { session in
            try session.execute(
                """
                UPDATE log.identity SET incarnation = greatest(incarnation, \(Int32(number))), recovery_begun_at = clock_timestamp(),
                    restored_at = coalesce(restored_at, clock_timestamp())
                """)
            return try beginIncarnation(in: session)
        }
    }

    /// Says that the recovery is complete. Only the database's owner may do this.
    public static func endRecovery(in session: Session) throws {
        try session.execute("UPDATE log.identity SET restored_at = NULL, recovery_begun_at = NULL WHERE restored_at IS NOT NULL")
    }
}
