public import Postgres

/// The schemas of the projections, made from nothing.
public enum ProjectionSchema {
    /// Drops every version of the projections with all that belongs to them, and makes one version without rows. Only the owner can do this.
    ///
    /// What is dropped follows from the log. Killed at any moment, it can be run again. Where the database has no Citus any more, the next
    /// versions stand on the server of the log.
    public static func makeAnew(in session: Session) throws {
        try session.waitingWithoutLimit {
            let isSpread = try Distribution.shards(in: session) != nil && Distribution.hasCitus(in: session)
            try session.transaction { session in
                try session.executeScript("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; \(dropping)")
                if !isSpread { try session.execute("UPDATE maintien.deployment SET shards = NULL") }
            }
            // A worker keeps its shards when the extension is dropped on the coordinator.
            if isSpread { try session.execute("SELECT * FROM run_command_on_workers(\(dropping))") }
            try session.transaction { session in
                try session.executeScript("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
                for migration in Migration.all where migration.makesProjections { try session.executeScript(migration.script) }
            }
        }
    }

    /// Drops the schemas of all versions, and the one beside them.
    private static let dropping = """
        DO $drop$
        DECLARE
            name text;
        BEGIN
            FOR name IN SELECT nspname FROM pg_namespace WHERE nspname ~ '^portfolio(_[0-9]+)?$' ORDER BY nspname DESC LOOP
                EXECUTE format('DROP SCHEMA %I CASCADE', name);
            END LOOP;
        END $drop$
        """
}
