public import Postgres

/// Brings a database up to date.
public struct Migrator: Sendable {
    private let migrations: [Migration]

    /// - Parameter migrations: In order, numbered from 1.
    public init(_ migrations: [Migration] = Migration.all) {
        precondition(migrations.enumerated().allSatisfy { $1.number == $0 + 1 }, "a migration is missing")
        self.migrations = migrations
    }

    /// Applies what is missing, all of it or nothing, as the user of `session`, who will own it.
    /// - Returns: What was applied; empty when there was nothing to do.
    /// - Throws: `MigrationError`; a `PostgresError` of the statement that failed.
    @discardableResult
    public func migrate(in session: Session) throws -> [Migration] {
        try session.transaction { session in
            try session.executeScript(
                """
                SET LOCAL statement_timeout = 0;
                SET LOCAL lock_timeout = 0;
                SELECT pg_advisory_xact_lock(\(Self.lock));
                """)
            // A statement of its own, so that it sees what the process that had the lock has done.
            try session.executeScript(Self.ledger)
            let missing = try missing(in: session)
            for migration in missing {
                try session.executeScript(migration.script)
                try session.execute(
                    """
                    INSERT INTO maintien.migration (number, name, checksum)
                    VALUES (\(migration.number)::integer, \(migration.name), \(migration.checksum))
                    """)
            }
            try session.executeScript(Self.restrictions)
            return missing
        }
    }

    /// What a database lacks, one that was never migrated everything.
    /// - Throws: `MigrationError`.
    public func pending(in session: Session) throws -> [Migration] {
        let isMigrated = try session.first("SELECT to_regclass('maintien.migration') IS NOT NULL", as: Bool.self) ?? false
        return isMigrated ? try missing(in: session) : migrations
    }

    private func missing(in session: Session) throws -> [Migration] {
        let applied = try session.query(
            "SELECT number, name, checksum FROM maintien.migration ORDER BY number", as: (Int, String, [UInt8]).self)
        for (number, name, checksum) in applied {
            guard number <= migrations.count else { throw MigrationError.unknown(name: name) }
            let known = migrations[number - 1]
            guard known.name == name, known.checksum == checksum else { throw MigrationError.changed(name: known.name) }
        }
        return Array(migrations.dropFirst(applied.count))
    }

    /// Any number does that nothing else locks: `maintien` in ASCII.
    private static let lock: Int64 = 0x6d61_696e_7469_656e

    /// Nobody makes temporary tables or large objects. Rights to a database are not copied with it, so they are looked at each time; those to large
    /// objects a superuser alone can take away.
    private static let restrictions = """
        DO $$
        DECLARE
            making regprocedure;
        BEGIN
            IF has_database_privilege('public', current_database(), 'TEMPORARY') THEN
                EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
            END IF;
            FOREACH making IN ARRAY ARRAY['lo_creat(integer)', 'lo_create(oid)', 'lo_from_bytea(oid, bytea)']::regprocedure[] LOOP
                IF has_function_privilege('public', making, 'EXECUTE')
                    AND pg_has_role((SELECT proowner FROM pg_proc WHERE oid = making), 'MEMBER') THEN
                    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', making);
                END IF;
            END LOOP;
        END $$;
        """

    private static let ledger = """
        CREATE SCHEMA IF NOT EXISTS maintien;
        CREATE TABLE IF NOT EXISTS maintien.migration (
            number integer PRIMARY KEY,
            name text NOT NULL,
            checksum bytea NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        """
}
