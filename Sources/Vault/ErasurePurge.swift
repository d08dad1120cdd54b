public import Postgres

/// Rewrites the tables that held something of people who were erased, so that no byte of it is left in their files and those of their indexes.
///
/// What is deleted from a table stays in its file until something else is written over it, also behind a VACUUM. A rewriting by `ALTER TABLE` copies what is
/// there now and nothing else; that of `VACUUM FULL` copies deleted rows too, as long as some older transaction might still read them.
public struct ErasurePurge: Sendable {
    private let database: Database

    /// How long a rewriting waits for its lock, while others wait behind it, before it lets them pass: a small part of what these wait at most.
    private static let patience = "300ms"
    /// How long it lets them pass before it tries again.
    private static let pause = Duration.seconds(5)
    /// How often it tries for a table, which may be read by a dump for long.
    private static let tries = 120

    /// A table is used without end.
    public struct InUse: Error {
        /// Its name.
        public let table: String
    }

    private let rewritings: [(table: String, change: String)]

    /// Each table, with a change of a column that alters nothing and makes PostgreSQL write the table anew; the keys of people first.
    private static let rewritingsOfVault = [
        ("vault.person", "wrapped_key TYPE bytea USING wrapped_key || ''::bytea"),
        ("vault.earlier_record", "sealed TYPE bytea USING sealed || ''::bytea"),
        // A trigger depends on `sealed`.
        ("vault.record", "recorded_by TYPE text USING recorded_by || ''"),
        ("vault.duplicate", "reason TYPE text USING reason || ''"),
    ]

    /// - Parameters:
    ///   - database: connections of the tables' owner, without limits on statements.
    ///   - others: tables outside the vault, each with a change of a column that alters nothing.
    public init(database: Database, and others: (table: String, change: String)...) {
        self.database = database
        rewritings = Self.rewritingsOfVault + others
    }

    /// Purges, if anybody was erased since it was last done. Interrupted, it is done anew the next time.
    ///
    /// While a table is rewritten nobody else reads or writes it; services wait or answer 503.
    ///
    /// - Returns: how many erasures there were since.
    /// - Throws: ``InUse`` when somebody, such as a dump, uses a table for ten minutes.
    @discardableResult public func run() async throws -> Int {
        let (last, purged) = try await database.withSession { session in
            try session.one(
                "SELECT coalesce((SELECT max(number) FROM vault.erasure), 0), (SELECT number FROM vault.purge)", as: (Int, Int).self)
        }
        guard last > purged else { return 0 }
        for (table, change) in rewritings {
            var tried = 1
            while try await !rewrite(table, by: change) {
                guard tried < Self.tries else { throw InUse(table: table) }
                tried += 1
                try await Task.sleep(for: Self.pause)
            }
            // A table that is new has no statistics of its pages, and no map of those that all may see.
            try await database.withSession { session in
                _ = try session.execute(SQL(unsafe: "VACUUM (ANALYZE) \(table)").unprepared())
            }
        }
        try await database.withSession { session in _ = try session.execute("UPDATE vault.purge SET number = \(last)") }
        return last - purged
    }

    /// - Returns: false when the table was in use for too long.
    private func rewrite(_ table: String, by change: String) async throws -> Bool {
        do {
            try await database.transaction { session in
                try session.executeScript("SET LOCAL lock_timeout = '\(Self.patience)'; ALTER TABLE \(table) ALTER COLUMN \(change)")
            }
            return true
        } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
            return false
        }
    }
}
