public import Postgres

/// Brings a database up to date.
public struct Migrator: Sendable {
    private let migrations: [Migration]

    /// - Parameter migrations: In order, numbered from 1.
    public init(_ migrations: [Migration] = Migration.all) {
        precondition(migrations.enumerated().allSatisfy { $1.number == $0 + 1 }, "a migration is missing")
        self.migrations = migrations
    }

    /// Applies the missing migrations, all or none. The user of `session` will own the new objects.
    ///
    /// A migration may need a lock that a long question or a dump holds. While it waits, all others wait behind it: so each wait is short. Then the
    /// transaction is rolled back, and tried again after a pause, until the lock is free.
    /// - Parameter onWait: called after each wait that was too long.
    /// - Returns: The applied migrations; empty when the database was up to date.
    /// - Throws: `MigrationError`; a `PostgresError` of the statement that failed.
    @discardableResult
    public func migrate(in session: Session, onWait: (MigrationWait) -> Void = { _ in }) throws -> [Migration] {
        try session.waitingWithoutLimit {
            while true {
                var name = ""
                let before = try LockHolder.all(in: session)
                do { return try session.transaction { session in try apply(in: session) { name = $0 } } } catch let error as PostgresError
                    where [.lockNotAvailable, .deadlockDetected].contains(error.sqlState)
                {
                    // Who holds a lock since before the wait is who was waited for.
                    let holders = try LockHolder.all(in: session).intersection(before)
                    onWait(MigrationWait(migration: name, holders: holders.map(\.description).sorted()))
                } catch let error as PostgresError
                    where error.sqlState == Migrator.internalError && error.message.contains(Migrator.roleHasChanged)
                {
                    // Roles are those of all databases of a server: another one was migrated meanwhile.
                }
                try session.execute("SELECT pg_sleep(1)")
            }
        }
    }

    /// Applies the missing migrations, in a transaction.
    ///
    /// - Parameter begin: called with the name of each before it is applied.
    private func apply(in session: Session, _ begin: (String) -> Void) throws -> [Migration] {
        // Others that migrate are waited for. The next migrations wait for a second for each lock.
        try session.executeScript(
            """
            SET LOCAL statement_timeout = 0;
            SET LOCAL lock_timeout = 0;
            SELECT pg_advisory_xact_lock(\(Self.lock));
            SET LOCAL lock_timeout = '1s';
            """)
        // A separate statement: its snapshot sees the migrations of the process that held the lock before.
        try session.executeScript(Self.ledger)
        let missing = try missing(in: session)
        for migration in missing {
            begin(migration.name)
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

    /// The migrations that a database lacks. A database that was never migrated lacks all.
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

    /// What PostgreSQL says when two transactions change one role at once, and has no code of its own for.
    private static let internalError = SQLState(rawValue: "XX000")
    private static let roleHasChanged = "tuple concurrently updated"

    /// An arbitrary advisory-lock key: `maintien` in ASCII.
    private static let lock: Int64 = 0x6d61_696e_7469_656e

    /// Forbids temporary tables and large objects. A copy of a database lacks its database rights, so each run checks them.
    /// Only a superuser can revoke the rights to large objects.
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
