public import Postgres

/// What a database is for. Code that must never touch members' real contracts checks this first.
public enum Deployment {
    /// Whether the database is a sandbox, which may be emptied.
    public static func isSandbox(in session: Session) throws -> Bool {
        try session.first("SELECT is_sandbox FROM maintien.deployment", as: Bool.self) ?? false
    }

    /// Makes a database a sandbox, for ever. Only the owner can do this, and only while the log is empty.
    /// - Returns: Whether it is a sandbox now.
    public static func makeSandbox(in session: Session) throws -> Bool {
        try session.execute(
            """
            UPDATE maintien.deployment SET is_sandbox = true
            WHERE is_sandbox OR NOT EXISTS (SELECT FROM log.event)
            """) == 1
    }

    /// Deletes every contract and all personal data from a sandbox, and restarts its log. Only the owner can do this.
    /// - Throws: `NotASandbox`.
    public static func emptySandbox(in session: Session) throws {
        guard try isSandbox(in: session) else { throw NotASandbox() }
        try session.transaction { session in
            // Lock the version rows first, as a follower does. One order of locks rules out a deadlock.
            let versions = try session.query("SELECT version FROM portfolio.version ORDER BY version FOR UPDATE", as: Int.self)
            let projections = versions.flatMap { version in
                ["contract", "cover", "liability", "employment", "deadline"].map { "portfolio_\(version).\($0)" }
            }
            let billing = [
                "line", "prescribed", "held", "debit", "batch", "entry", "posting", "bank_fact", "debit_return", "file_change",
                "resumption", "credit", "bank_line", "bank_line_settlement", "bank_line_wait", "employer_balance",
            ].map { "billing.\($0)" }
            let tables =
                [
                    "log.event", "log.idempotency", "vault.record", "vault.earlier_record", "vault.person", "vault.erasure",
                    "access.reading",
                    "access.proposal",
                ] + billing + projections
                + ["vault.duplicate", "office.reminder_sent"]  // the worklist reads these two after the projections
            let statements: [SQL] = [
                SQL(unsafe: "TRUNCATE \(tables.joined(separator: ", "))"),
                "UPDATE log.head SET position = 0, hash = decode(repeat('00', 32), 'hex'), recorded_at = NULL",
                "UPDATE vault.purge SET number = 0",
                """
                UPDATE access.reading_head SET position = 0, hash = decode(repeat('00', 32), 'hex'), at = NULL,
                    begun_after = 0, begun_hash = decode(repeat('00', 32), 'hex')
                """,
                // A version that is spread keeps the byte that says so.
                """
                UPDATE portfolio.version SET position = 0, recorded_at = NULL, made_by = CASE get_byte(made_by, 0) WHEN 128 THEN '\\x80'::bytea END
                """,
            ]
            _ = try session.pipeline(statements.map { Statement.execute($0.unprepared()) })
        }
    }

    /// The database holds real contracts.
    public struct NotASandbox: Error, CustomStringConvertible {
        /// For the operator.
        public var description: String { "the database is not a sandbox, and is not emptied" }
    }
}
