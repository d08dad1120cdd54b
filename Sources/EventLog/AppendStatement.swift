import FoundationEssentials
import Postgres

/// How an append begins.
enum AppendStatement {
    /// Waits for the appends under way, and reads the head. It has to be a statement of its own: only the snapshot of the *next* one holds what they committed.
    ///
    /// The settings are for the next statement, until the end of the transaction. It is always planned once and by its indexes: a plan made
    /// while the tables were small or unknown, read from end to end, would be kept while they grow.
    ///
    /// - Parameter more: what else is read of the head.
    private static func lock(reading more: SQL) -> SQL {
        """
        SELECT position, hash, recorded_at, \(sql: more),
            set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)
        FROM log.head FOR UPDATE
        """
    }

    /// Made once: every append begins with it.
    private static let lockAndClock = lock(reading: LogClock.columns)

    /// The lock alone.
    static let lock: SQL = lock(reading: "NULL")

    /// Writes a few bytes where a synchronous standby is asked for. The COMMIT then waits until the standby has flushed all commits before it; elsewhere
    /// whatever is visible is flushed already, and nothing is written.
    static var confirming: Statement<Int> {
        Statement.execute(
            "SELECT pg_logical_emit_message(true, 'maintien', '') WHERE current_setting('synchronous_standby_names') <> ''")
    }

    /// Takes the turn, in the transaction that is to append.
    static var takingTurn: Statement<[Turn]> { Statement.query(lockAndClock, Turn.init) }
}
