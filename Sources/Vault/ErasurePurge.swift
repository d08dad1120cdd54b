public import Postgres

/// Rewrites the tables that held data of erased people, so that no byte of it remains in their files or indexes.
///
/// Deleted rows stay in a table's file until PostgreSQL overwrites them, even after VACUUM. A rewrite by `ALTER TABLE` copies only the
/// present rows.
/// `VACUUM FULL` would also copy deleted rows while an older transaction might still read them.
public struct ErasurePurge: Sendable {
    private let database: Database

    /// How long a rewrite waits for its lock. Other accesses queue behind it meanwhile, so this is much shorter than their own limit.
    private static let patience = "300ms"
    /// The pause before the next try, in which the other accesses proceed.
    private static let pause = Duration.seconds(5)
    /// The number of tries per table. A dump may read a table for a long time.
    private static let tries = 120

    /// A table stayed in use during all tries.
    public struct InUse: Error {
        /// The table's name.
        public let table: String
    }

    private let rewritings: [(table: String, change: String)]

    /// Each table, with a column change that alters no value but makes PostgreSQL rewrite the table. People's keys come first.
    private static let rewritingsOfVault = [
        ("vault.person", "wrapped_key TYPE bytea USING wrapped_key || ''::bytea"),
        ("vault.earlier_record", "sealed TYPE bytea USING sealed || ''::bytea"),
        // A trigger depends on `sealed`.
        ("vault.record", "recorded_by TYPE text USING recorded_by || ''"),
        ("vault.duplicate", "reason TYPE text USING reason || ''"),
    ]

    /// - Parameters:
    ///   - database: connects as the tables' owner, without statement limits.
    ///   - others: tables outside the vault, each with a column change that alters no value.
    public init(database: Database, and others: (table: String, change: String)...) {
        self.database = database
        rewritings = Self.rewritingsOfVault + others
    }

    /// Purges the tables if people were erased since the last purge. An interrupted purge starts again at the next call.
    ///
    /// Nobody else can use a table during its rewrite; services wait or answer 503.
    ///
    /// - Returns: The number of erasures since the last purge.
    /// - Throws: ``InUse`` when a table stays in use for ten minutes, by a dump for example.
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
            // A rewritten table needs new statistics and a new visibility map.
            try await database.withSession { session in
                _ = try session.execute(SQL(unsafe: "VACUUM (ANALYZE) \(table)").unprepared())
            }
        }
        try await database.withSession { session in _ = try session.execute("UPDATE vault.purge SET number = \(last)") }
        return last - purged
    }

    /// - Returns: False when the table was in use for too long.
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
