import Postgres

/// The statements with which an append begins and ends.
enum AppendStatement {
    /// The head and the log's clock.
    static var headAndClock: Statement<[(Head, LogClock)]> { Statement.query(readingHead, headWithClock) }

    private static let readingHead: SQL = "SELECT position, hash, recorded_at, \(sql: LogClock.columns) FROM log.head"

    /// Waits for the appends in progress, then locks the head until the transaction ends.
    /// This must be a separate statement: only the snapshot of the *next* statement contains their commits.
    ///
    /// The settings also last until the transaction ends. They make PostgreSQL plan the next statements once, with their indexes.
    /// A plan made for small tables would read them from end to end, and stay in use while they grow.
    static var lockingHead: Statement<[(Head, LogClock)]> { Statement.query(lock, headWithClock) }

    private static let lock: SQL = """
        SELECT position, hash, recorded_at, \(sql: LogClock.columns),
            set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)
        FROM log.head FOR UPDATE
        """

    /// Writes a few bytes if a synchronous standby is configured. The COMMIT then waits until the standby has flushed all commits before
    /// it.
    /// Without a standby nothing is written: visible commits are already flushed.
    static var confirming: Statement<Int> {
        Statement.execute(
            "SELECT pg_logical_emit_message(true, 'maintien', '') WHERE current_setting('synchronous_standby_names') <> ''")
    }

    /// Notifies the listeners of new events.
    static let announcement: SQL = "SELECT pg_notify(\(EventLog.channel), '')"

    private static func headWithClock(_ row: borrowing Row) throws -> (Head, LogClock) {
        let head = try Head(row)
        return (head, try LogClock(row, lastRecordedAt: head.recordedAt, from: 3))
    }
}
