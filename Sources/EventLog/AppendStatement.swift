import Postgres

/// The statements with which an append begins and ends.
enum AppendStatement {
    /// The head and the log's clock.
    static var headAndClock: Statement<[(Head, LogClock)]> { Statement.query(readingHead, headWithClock) }

    private static let readingHead: SQL = "SELECT position, hash, recorded_at, \(sql: LogClock.columns) FROM log.head"

    /// Waits for the appends in progress, and locks the head until the end of the transaction. It has to be a statement of its own: only the snapshot of the
    /// *next* one holds what they committed.
    ///
    /// The settings hold until the end of the transaction: the next statements are planned once, and by their indexes. A plan made while the tables were
    /// small or unknown, which reads them from end to end, would be kept while they grow.
    static var lockingHead: Statement<[(Head, LogClock)]> { Statement.query(lock, headWithClock) }

    private static let lock: SQL = """
        SELECT position, hash, recorded_at, \(sql: LogClock.columns),
            set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)
        FROM log.head FOR UPDATE
        """

    /// Writes a few bytes where a synchronous standby is asked for. The COMMIT then waits until the standby has flushed all commits before it; elsewhere
    /// whatever is visible is flushed already, and nothing is written.
    static var confirming: Statement<Int> {
        Statement.execute(
            "SELECT pg_logical_emit_message(true, 'maintien', '') WHERE current_setting('synchronous_standby_names') <> ''")
    }

    /// Tells whoever listens that there is more.
    static let announcement: SQL = "SELECT pg_notify(\(EventLog.channel), '')"

    private static func headWithClock(_ row: borrowing Row) throws -> (Head, LogClock) {
        let head = try Head(row)
        return (head, try LogClock(row, lastRecordedAt: head.recordedAt, from: 3))
    }
}
