public import Postgres

extension EventLog {
    /// How many parts the events are stored in; 1 when they stand in one table.
    public static func parts(in session: Session) throws -> Int {
        max(1, try session.one("SELECT count(*) FROM pg_inherits WHERE inhparent = 'log.event'::regclass", as: Int.self))
    }

    /// Moves the events from one table into parts, by a hash of their contract. For the owner, while no service runs.
    ///
    /// One transaction: a move that fails or is killed leaves the one table. The log is verified before the move and after it, and is the same
    /// log: cursors and entity tags stay good. No statement on `log.event` changes. Each part has the triggers and settings of the one table.
    /// Its rows are reached through `log.event` alone: nobody has a right to a part.
    ///
    /// By contract, not by position: the key of an event begins with its contract, and holds within a part.
    ///
    /// - Parameters:
    ///   - count: the number of parts.
    ///   - progress: called with the events verified, before the move and after it.
    /// - Throws: `PartsTrouble`, a `LogDamage`, or a `PostgresError`.
    public static func move(
        intoParts count: Int, in session: Session, progress: (_ isMoved: Bool, _ proven: Head, _ end: Head) -> Void = { _, _, _ in }
    ) throws {
        try session.transaction { session in
            try lock(in: session)
            let parts = try parts(in: session)
            guard parts == 1 else { throw PartsTrouble.isInParts(parts) }
            let dependents = try dependents(in: session)
            guard dependents.isEmpty else { throw PartsTrouble.isReferred(by: dependents) }
            let before = try verify(in: session) { progress(false, $0, $1) }
            try session.executeScript(moving(intoParts: count))
            let after = try verify(in: session) { progress(true, $0, $1) }
            guard after == before else { throw LogDamage(position: before.position, .headDiffers) }
        }
    }

    /// Locks the log until the end of the transaction. Waits for no service: it might hold one part of the log, and wait for another.
    private static func lock(in session: Session) throws {
        let services = try serviceSessions(in: session)
        guard services.isEmpty else { throw PartsTrouble.isInUse(sessions: services.count) }
        do {
            try session.executeScript(
                """
                SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = '5s';
                LOCK TABLE log.head, log.event IN ACCESS EXCLUSIVE MODE;
                SET LOCAL lock_timeout = 0;
                """)
        } catch let error as PostgresError where [.lockNotAvailable, .deadlockDetected].contains(error.sqlState) {
            throw PartsTrouble.isInUse(sessions: 0)
        }
    }

    /// What keeps the one table from being dropped, as PostgreSQL describes it: views, foreign keys, functions of its rows. A publication does not:
    /// it loses the table, and is given the new one by hand (README, A copy of the log that follows it).
    private static func dependents(in session: Session) throws -> [String] {
        try session.query(
            """
            SELECT DISTINCT coalesce(pg_describe_object('pg_class'::regclass, r.ev_class, 0), pg_describe_object(d.classid, d.objid, 0))
            FROM pg_class AS event
                JOIN pg_depend AS d ON (d.refclassid, d.refobjid) IN (('pg_class'::regclass, event.oid), ('pg_type'::regclass, event.reltype))
                LEFT JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
                LEFT JOIN pg_constraint AS own ON d.classid = 'pg_constraint'::regclass AND own.oid = d.objid AND own.conrelid = event.oid
            WHERE event.oid = 'log.event'::regclass AND d.deptype = 'n' AND r.ev_class IS DISTINCT FROM event.oid AND own.oid IS NULL
                AND d.classid <> 'pg_publication_rel'::regclass
            ORDER BY 1
            """, as: String.self)
    }

    /// The new table gets what the former has, whatever migrations gave it: columns, keys, indexes, triggers, rights, settings of statistics and
    /// of autovacuum.
    private static func moving(intoParts count: Int) -> String {
        """
        DO $$
        DECLARE
            former oid := 'log.event'::regclass;
            is_home boolean := (SELECT home = log.home() FROM log.identity);
            owner name := (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = former);
            settings text := (SELECT coalesce(' WITH (' || array_to_string(reloptions, ', ') || ')', '') FROM pg_class WHERE oid = former);
            keys text[] := ARRAY(SELECT format('ALTER TABLE log.event ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
                FROM pg_constraint WHERE conrelid = former AND contype IN ('p', 'u') ORDER BY contype);
            indexes text[] := ARRAY(SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
                WHERE i.indrelid = former AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid));
            triggers text[] := ARRAY(SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = former AND NOT tgisinternal);
            rights text[] := ARRAY(
                SELECT format('GRANT %s ON log.event TO %I', privilege_type, pg_get_userbyid(grantee))
                FROM pg_class, aclexplode(relacl) WHERE oid = former AND grantee <> relowner
                UNION ALL
                SELECT format('GRANT %s (%I) ON log.event TO %I', privilege_type, attname, pg_get_userbyid(grantee))
                FROM pg_attribute, aclexplode(attacl) WHERE attrelid = former AND attnum > 0);
            part text;
            statement text;
            told record;
        BEGIN
            ALTER TABLE log.event RENAME TO former_event;
            -- Names of indexes are those of a schema.
            FOR told IN SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = former LOOP
                EXECUTE format('ALTER INDEX log.%I RENAME TO %I', told.relname, 'former_' || told.relname);
            END LOOP;
            CREATE TABLE log.event (LIKE log.former_event INCLUDING ALL EXCLUDING INDEXES) PARTITION BY HASH (contract_id);
            EXECUTE format('ALTER TABLE log.event OWNER TO %I', owner);
            FOR remainder IN 0..\(count - 1) LOOP
                part := 'log.event_part_' || remainder;
                EXECUTE format('CREATE TABLE %s PARTITION OF log.event FOR VALUES WITH (MODULUS \(count), REMAINDER %s)', part, remainder) || settings;
                EXECUTE format('ALTER TABLE %s OWNER TO %I', part, owner);
            END LOOP;
            INSERT INTO log.event SELECT * FROM log.former_event;
            FOREACH statement IN ARRAY keys || indexes || triggers || rights LOOP EXECUTE statement; END LOOP;
            -- Of the options of columns those that ANALYZE reads: the server may keep others of its own there.
            FOR told IN SELECT attname, attstattarget, (SELECT string_agg(option, ', ') FROM unnest(attoptions) option WHERE option LIKE 'n_distinct=%') AS guess
                FROM pg_attribute WHERE attrelid = former AND attnum > 0 AND NOT attisdropped LOOP
                IF told.attstattarget >= 0 THEN
                    EXECUTE format('ALTER TABLE log.event ALTER COLUMN %I SET STATISTICS %s', told.attname, told.attstattarget);
                END IF;
                CONTINUE WHEN told.guess IS NULL;
                EXECUTE format('ALTER TABLE log.event ALTER COLUMN %I SET (%s)', told.attname,
                    replace(told.guess, 'n_distinct=', 'n_distinct_inherited='));
                FOR remainder IN 0..\(count - 1) LOOP
                    EXECUTE format('ALTER TABLE log.event_part_%s ALTER COLUMN %I SET (%s)', remainder, told.attname, told.guess);
                END LOOP;
            END LOOP;
            -- A trigger of a statement is that of the table that the statement names.
            FOREACH statement IN ARRAY triggers LOOP
                FOR remainder IN 0..\(count - 1) LOOP
                    EXECUTE replace(statement, ' ON log.event ', format(' ON log.event_part_%s ', remainder));
                END LOOP;
            END LOOP;
            DROP TABLE log.former_event;
            -- The table is another, the log is the same.
            IF is_home THEN UPDATE log.identity SET home = log.home(); END IF;
            ANALYZE log.event;
        END $$
        """
    }
}
