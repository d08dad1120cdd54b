public import FoundationEssentials
public import Postgres

extension EventLog {
    /// The histories of `contracts`, in order of version, from one snapshot. A contract without events has an empty history.
    /// - Throws: `LogDamage` when a history has a hole.
    public static func events(of contracts: [UUID], in session: Session) throws -> [UUID: [RecordedEvent]] {
        try histories(of: contracts, session.pipeline([history(of: contracts)])[0])
    }

    /// The kept answers of those `keys` that are known.
    public static func answers(under keys: [String], in session: Session) throws -> [String: KeptAnswer] {
        Dictionary(uniqueKeysWithValues: try session.pipeline([kept(under: keys)])[0])
    }

    private static func history(of contracts: [UUID]) -> Statement<[RecordedEvent]> {
        Statement.query(
            "SELECT \(sql: columns) FROM log.event WHERE contract_id = ANY (\(contracts)) ORDER BY contract_id, version", RecordedEvent.init
        )
    }

    private static func histories(of contracts: [UUID], _ events: [RecordedEvent]) throws -> [UUID: [RecordedEvent]] {
        var histories = Dictionary(contracts.map { ($0, [RecordedEvent]()) }) { first, _ in first }
        for event in events {
            guard event.version == (histories[event.contract]?.count ?? 0) + 1 else { throw LogDamage(event, .versionOutOfOrder) }
            histories[event.contract]?.append(event)
        }
        return histories
    }

    /// At most `limit` events after `position`, in order. Fewer than `limit` means that there are no more.
    /// - Throws: `LogDamage` when the next position is not the next number.
    public static func page(after position: Int64, limit: Int, in session: Session) throws -> [RecordedEvent] {
        let events = try session.pipeline([following(position, limit: limit)])[0]
        try checkNoHole(after: position, events)
        return events
    }

    /// Reads, in one round trip, all that is needed to continue after `position`.
    /// Returns the log's identity, the hash of the event at `position` (nil: no such event), and the next events.
    /// - Throws: `LogDamage` when the next position is not the next number.
    public static func continuation(
        of position: Int64, limit: Int, in session: Session
    ) throws -> (identity: LogIdentity, hash: [UInt8]?, events: [RecordedEvent]) {
        let (identities, hashes, events) = try session.pipeline(
            identity,
            Statement.query("SELECT hash FROM log.event WHERE position = \(position)") { try $0.value(at: 0, as: [UInt8].self) },
            following(position, limit: limit))
        try checkNoHole(after: position, events)
        return (try identities.one(), position == 0 ? Head.empty.hash : hashes.first, events)
    }

    static func following(_ position: Int64, limit: Int) -> Statement<[RecordedEvent]> {
        Statement.query(
            "SELECT \(sql: columns) FROM log.event WHERE position > \(position) ORDER BY position LIMIT \(limit)", RecordedEvent.init)
    }

    static func checkNoHole(after position: Int64, _ events: [RecordedEvent]) throws {
        for (expected, event) in zip((position + 1)..., events) where event.position != expected {
            throw LogDamage(position: expected, .missing)
        }
    }

    static var headNow: Statement<[Head]> { Statement.query("SELECT position, hash, recorded_at FROM log.head", Head.init) }

    /// Where the log ends now.
    public static func head(in session: Session) throws -> Head {
        guard let head = try session.pipeline([headNow])[0].first else { throw LogDamage(position: 0, .headMissing) }
        return head
    }

    /// Returns where the log ends, and whether it still contains `seen`. If so, the log up to `seen` is unchanged. One round trip.
    ///
    /// - Parameter seen: a head that this process has read, not that of an empty log.
    public static func head(holding seen: Head, in session: Session) throws -> (head: Head, holdsSeen: Bool) {
        let (heads, found) = try session.pipeline(
            headNow, Statement.execute("SELECT FROM log.event WHERE position = \(seen.position) AND hash = \(seen.hash)"))
        guard let head = heads.first else { throw LogDamage(position: 0, .headMissing) }
        return (head, found == 1)
    }

    /// The hashes of those events that are there, by position.
    public static func hashes(of positions: [Int64], in session: Session) throws -> [Int64: [UInt8]] {
        let rows = try session.query("SELECT position, hash FROM log.event WHERE position = ANY (\(positions))", as: (Int64, [UInt8]).self)
        return Dictionary(rows) { first, _ in first }
    }

    /// Commits a few bytes of WAL, as an append would, without waiting for the appends in progress.
    ///
    /// - Returns: The position of the log's end, and what the commit waited for; nil when the database is read-only.
    /// - Throws: `.notReplicated` when no synchronous standby confirms in time.
    public static func probe(in session: Session) throws -> (position: Int64, promise: CommitPromise)? {
        try session.query(
            """
            SELECT position, current_setting('fsync'), current_setting('synchronous_commit'), current_setting('synchronous_standby_names'),
                pg_logical_emit_message(true, 'maintien', '')
            FROM log.head WHERE current_setting('transaction_read_only') = 'off'
            """
        ) { row -> (position: Int64, promise: CommitPromise) in
            let promise = CommitPromise(
                fsync: try row.value(at: 1), synchronousCommit: try row.value(at: 2), synchronousStandbyNames: try row.value(at: 3))
            return (try row.value(at: 0, as: Int64.self), promise)
        }.first
    }

    /// The kept answers of those `keys` that are known.
    static func kept(under keys: [String]) -> Statement<[(String, KeptAnswer)]> {
        Statement.query("SELECT \(sql: keyColumns) FROM log.idempotency WHERE key = ANY (\(keys))") { row in
            (try row.value(at: 0, as: String.self), KeptAnswer(receipt: try Receipt(row, from: 2), fingerprint: try row.value(at: 1)))
        }
    }

    /// The columns of a kept answer.
    static let keyColumns: SQL = "key, fingerprint, contract_id, first_version, last_version, version, position, recorded_at"

    /// The columns that `RecordedEvent.init` reads.
    static let columns: SQL = "position, contract_id, version, type, schema, recorded_at, recorded_by, payload, hash, key_digest"
}

extension RecordedEvent {
    /// Reads `EventLog.columns`, and ignores columns after them.
    init(_ row: borrowing Row) throws {
        position = try row.value(at: 0)
        contract = try row.value(at: 1)
        version = try row.value(at: 2)
        type = try row.value(at: 3)
        schema = try row.value(at: 4)
        recordedAt = try row.value(at: 5, as: PostgresTimestamp.self).microsecondsSince1970
        recordedBy = try row.value(at: 6)
        payload = try row.value(at: 7)
        hash = try row.value(at: 8)
        keyDigest = try row.value(at: 9)
    }
}
